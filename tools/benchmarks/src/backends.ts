/**
 * Measures the backends `wasm` and `tensorflow` beside each other on models of several sizes. Needs no Python.
 *
 *   node tools/benchmarks/src/backends.ts [--repeats N] [--only SIZE,...] [--busy] [--write]
 *
 * `--busy` does not wait for a quiet machine.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { allowedCores, describeMachine } from './machine.ts';
import { type Measured, measureInTurn } from './measure.ts';
import type { MemoryUse, SizedWorkload } from './protocol.ts';
import { withResults } from './section.ts';
import { SIZES, type Size } from './sizes.ts';
import { quartilesOf } from './statistics.ts';
import { type Cores, native, vestige } from './systems.ts';
import { digits, quartilesText, table } from './table.ts';

const README = join(import.meta.dirname, '..', 'README.md');

const { values } = parseArgs({
  options: {
    repeats: { type: 'string', default: '5' },
    only: { type: 'string', default: SIZES.map(({ name }) => name).join() },
    busy: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const repeats = Number(values.repeats);
const measuring = { repeats, repetition: 500, warmUp: 500, waits: !values.busy };
const all = allowedCores();
const cores: Cores = { all, threads: all?.length ?? navigator.hardwareConcurrency };
const systems = [
  vestige(cores),
  native(cores, 1),
  ...(cores.threads > 1 ? [native(cores, cores.threads)] : []),
];

/** What a system did on a size: tokens a second, repetition by repetition, and the most memory it held. */
interface Row {
  readonly tokensPerSecond: readonly number[];
  readonly memory: number;
}

/** Measures all systems on one workload, each in a process of its own, so that memory is that of the workload. */
async function measured(workload: SizedWorkload): Promise<Row[]> {
  using stack = new DisposableStack();
  const children = systems.map((system) => stack.use(system.start()));
  for (const child of children) await child.ask({ prepare: workload });
  const results = await measureInTurn(children, measuring);
  expectEqualLoss(results);
  const rows: Row[] = [];
  for (const [i, child] of children.entries()) {
    const { peak } = await child.ask<MemoryUse>({ memory: 0 });
    const { ms, means } = results[i]!;
    rows.push({ tokensPerSecond: ms.map((time) => (1e3 * means.tokens!) / time), memory: peak });
  }
  return rows;
}

/** The learning rate leaves the model as it is, so that all steps have one loss. */
function expectEqualLoss(results: readonly Measured[]): void {
  const [first, ...others] = results.map(({ means }) => means.loss);
  const other = others.find((loss) => Math.abs(loss! - first!) > 1e-3);
  if (other !== undefined) throw new Error(`losses differ: ${first} on wasm, ${other} on tensorflow`);
}

function report(task: SizedWorkload['task'], rows: readonly (readonly [Size, readonly Row[]])[]): string {
  const headings = systems.flatMap(({ label }) => [`${label}, tokens/s`, 'MiB']);
  return table(
    ['size', ...headings, 'tensorflow / wasm'],
    rows.map(([size, row]) => [
      `${size.name}: ${size.layers} layers, ${task === 'train' ? '' : '8 + '}${task === 'train' ? size.length : size.length - 8} x ${size.batch}`,
      ...row.flatMap(({ tokensPerSecond, memory }) => [
        quartilesText(quartilesOf(tokensPerSecond)),
        digits(memory / 2 ** 20),
      ]),
      digits(quartilesOf(row.at(-1)!.tokensPerSecond).median / quartilesOf(row[0]!.tokensPerSecond).median),
    ]),
  );
}

const chosen = values.only.split(',');
const parts = [
  `${describeMachine(cores.threads)}; Node ${process.version}. Medians, in brackets quartiles, of ${repeats} repetitions of half a second or a step${values.busy ? ', while the machine had other work' : ''}. Memory: the most that the process held (resident).`,
];
for (const task of ['train', 'sample'] as const) {
  const rows: [Size, Row[]][] = [];
  for (const size of SIZES.filter(({ name }) => chosen.includes(name))) {
    const row = await measured({ kind: 'sized', task, ...size });
    rows.push([size, row]);
    const speeds = row.map(
      ({ tokensPerSecond }, i) => `${systems[i]!.label} ${digits(quartilesOf(tokensPerSecond).median)}`,
    );
    process.stderr.write(`${task} ${size.name}: ${speeds.join(', ')} tokens/s\n`);
  }
  parts.push(`#### ${task === 'train' ? 'Supervised step' : 'Sampling'}`, report(task, rows));
}
const text = parts.join('\n\n');
console.log(text);
if (values.write) writeFileSync(README, withResults(readFileSync(README, 'utf8'), text, 'backends'));
