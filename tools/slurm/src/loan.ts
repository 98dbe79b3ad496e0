import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cloneWith } from './clone.ts';
import { expectOnce, expectSame } from './expect.ts';
import { type Status, statusOf, succeeded } from './vestige.ts';

const WORDS = ['loan', '--quick'];
const SEEDS = [0, 1, 2];

/**
 * The quick loan under three seeds, from `submit` to report, and the same by `vestige run` in a clone of its own: says what
 * a cluster costs.
 *
 * @throws {Error} if a file differs, or something was made twice
 */
export async function rehearseLoan(folder: string): Promise<void> {
  mkdirSync(folder);
  const [here, cluster] = ['here', 'cluster'].map((name) =>
    cloneWith(join(folder, name), 'loan', 'quick', (preset) => Object.assign(preset, { seeds: SEEDS })),
  );
  console.log((await succeeded(cluster!, ['submit', ...WORDS, '--to', 'slurm', '--dry-run'])).stdout);

  const submitted = await succeeded(cluster!, ['submit', ...WORDS, '--to', 'slurm']);
  console.log(submitted.stdout);
  const watched = await succeeded(cluster!, ['status', ...WORDS, '--watch']);
  console.log(watched.stdout);
  const status = await statusOf(cluster!, WORDS);
  expectOnce([status]);

  const again = await succeeded(cluster!, ['submit', ...WORDS, '--to', 'slurm']);
  if (!/: all \d+ tasks are done/.test(again.stdout)) throw new Error(`submitted again:\n${again.stdout}`);

  const local = await succeeded(here!, ['run', ...WORDS, '--parallel', '2']);
  const files = expectSame(here!, cluster!);
  console.log(`the same ${files} files by \`vestige run\` and by Slurm\n`);
  for (const line of costs(status, submitted.seconds, watched.seconds, local.seconds)) console.log(line);
}

/** What submitting costs over running here, on the same two cores. */
function costs({ results }: Status, submit: number, wait: number, local: number): string[] {
  const stage = sum(results.map(({ stageTook }) => stageTook ?? 0));
  const jobs = results.length;
  const prepared = sum(results.map((one) => one.prepared ?? 0));
  const around = sum(results.map((one) => (one.took ?? 0) - (one.stageTook ?? 0)));
  const whole = sum(
    results.map(({ begun, ended }) => (Date.parse(ended ?? begun) - Date.parse(begun)) / 1000),
  );
  const rest = whole - prepared - around - stage;
  const each = (seconds: number) => `${(seconds / jobs).toFixed(1)} s`;
  return [
    `here: ${local.toFixed(0)} s on two cores`,
    `on Slurm: ${(submit + wait).toFixed(0)} s on two nodes of a core, ${submit.toFixed(0)} s of them to submit`,
    `${jobs} jobs, ${stage.toFixed(0)} s of stages; a job adds ${each(prepared)} for its workspace, ${each(around)} for Nx and the cache, ${each(rest)} for its record`,
  ];
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
