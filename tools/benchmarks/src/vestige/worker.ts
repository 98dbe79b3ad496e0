/**
 * Runs repetitions of Vestige's side. Commands come as JSON lines on stdin, answers go to stdout.
 *
 *   node worker.ts [profile | tensorflow]
 */
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs-core';
import { kernelBuild, kernelVariant } from '@vestige/kernels';
import { useBackend } from '@vestige/model';
import type { Command, MemoryUse, RunSummary } from '../protocol.ts';
import { Profiler } from './profile.ts';
import type { Step } from './step.ts';
import { stepOf } from './steps.ts';
import { writeWork } from './write.ts';

const profiler = process.argv[2] === 'profile' ? new Profiler() : undefined;
await useBackend(process.argv[2] === 'tensorflow' ? 'tensorflow' : 'wasm');
profiler?.attach();

let step: Step | undefined;

function run(steps: number): RunSummary {
  if (!step) throw new Error('nothing is prepared');
  step(0);
  const cpu = process.cpuUsage();
  const start = performance.now();
  const results: ReturnType<Step>[] = [];
  for (let i = 0; i < steps; i++) results.push(step(1 + i));
  const ms = (performance.now() - start) / steps;
  const { user, system } = process.cpuUsage(cpu);
  const means = Object.keys(results[0]!).map((name) => {
    const key = name as keyof (typeof results)[number];
    return [name, results.reduce((sum, result) => sum + result[key]!, 0) / steps];
  });
  return { ms, cpuMs: (user + system) / 1e3 / steps, ...Object.fromEntries(means) };
}

/** The same step over and over, so that its sizes stay the same. */
function profile(steps: number) {
  if (!profiler || !step) throw new Error('profile needs a worker started with `profile` and a workload');
  for (let i = 0; i < 3; i++) step(0);
  profiler.reset();
  const start = performance.now();
  for (let i = 0; i < steps; i++) step(0);
  const ms = (performance.now() - start) / steps;
  return { ms, ops: profiler.times(steps) };
}

function memory(steps: number): MemoryUse {
  if (!step) throw new Error('nothing is prepared');
  for (let i = 0; i < steps; i++) step(i);
  globalThis.gc?.();
  const { wasm } = tf.backend() as unknown as { wasm?: { HEAPU8: Uint8Array } };
  return {
    wasm: wasm?.HEAPU8.byteLength ?? 0,
    peak: process.resourceUsage().maxRSS * 2 ** 10,
    tensors: tf.memory().numTensors,
    heap: process.memoryUsage().heapUsed,
  };
}

function answer(command: Command): unknown {
  if ('prepare' in command) {
    step = stepOf(command.prepare);
    return { variant: kernelVariant(), kernels: kernelBuild() };
  }
  if ('run' in command) return run(command.run);
  if ('profile' in command) return profile(command.profile);
  if ('memory' in command) return memory(command.memory);
  const { setup, base, work } = command.write;
  writeWork(setup, base, work);
  return {};
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line) as Command))}\n`);
}
