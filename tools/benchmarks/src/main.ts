/** Measures Vestige beside PyTorch and TRL. `--help` says how. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allowedCores, describeMachine } from './machine.ts';
import { parseOptions, USAGE, UsageError } from './options.ts';
import { ensurePython, pythonVersions } from './python.ts';
import { withResults } from './section.ts';
import { SUITE_RUNNERS, type SuiteContext } from './suites.ts';
import { Workloads } from './workloads.ts';

const README = join(import.meta.dirname, '..', 'README.md');

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) return console.log(USAGE);
  const options = parseOptions(args);
  ensurePython(say);
  const all = allowedCores();
  const threads = options.threads ?? all?.length ?? navigator.hardwareConcurrency;
  const cores = { all, threads };
  using workloads = new Workloads(cores, say);
  const measuring = {
    repeats: options.repeats,
    repetition: options.quick ? 100 : 500,
    warmUp: options.quick ? 100 : 2000,
  };
  const context: SuiteContext = { options, measuring, cores, workloads, say };
  const versions = pythonVersions(['torch', 'transformers', 'trl']);
  const parts = [
    `${describeMachine(all?.length ?? threads)}; Node ${process.version}, ${versions.join(', ')}. Medians, in brackets quartiles, of ${options.repeats} repetitions of ${measuring.repetition} ms or a step. Ratios are taken repetition by repetition; above 1, Vestige is faster.`,
  ];
  for (const [suite, setups] of options.only) parts.push(await SUITE_RUNNERS[suite](context, setups));
  const report = parts.join('\n\n');
  console.log(report);
  if (options.write) writeFileSync(README, withResults(readFileSync(README, 'utf8'), report));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  say(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
