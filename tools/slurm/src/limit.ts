import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cloneOf } from './clone.ts';
import { expectOnce, expectSame } from './expect.ts';
import { SMALL_LOAN } from './experiment.ts';
import { statusOf, succeeded } from './vestige.ts';

const NAME = 'long';
/** A job is told two minutes before its time is up. */
const MINUTES = 4;
/** Its pretraining takes about five minutes. */
const LONG = {
  ...SMALL_LOAN,
  name: NAME,
  title: 'A long experiment',
  pretraining: { steps: 20_000, batch: 64 },
  ablation: { prompts: 32, checkpointPrompts: 32 },
};

/**
 * Runs a stage on Slurm that takes longer than its job may: before its time is up the job keeps what is done and goes back
 * into the queue, where it goes on.
 *
 * @throws {Error} if that did not happen, or a file differs from those of a run without a limit
 */
export async function rehearseLimit(folder: string): Promise<void> {
  mkdirSync(folder);
  const [reference, clone] = ['here', 'cluster'].map((name) => cloneOf(join(folder, name), LONG));
  await succeeded(clone!, ['submit', NAME, '--to', 'slurm', '--time', String(MINUTES)]);
  console.log((await succeeded(clone!, ['status', NAME, '--watch'])).stdout);
  const status = await statusOf(clone!, [NAME]);
  expectOnce([status]);
  const outcomes = status.results.filter(({ task }) => task.endsWith(':pretrain')).map((one) => one.outcome);
  if (!outcomes.includes('requeued'))
    throw new Error(`no job went back into the queue: ${outcomes.join(', ')}`);
  await succeeded(reference!, ['run', NAME]);
  const files = expectSame(reference!, clone!);
  console.log(`the same ${files} files; jobs of ${MINUTES} minutes ended as ${outcomes.join(', ')}`);
}
