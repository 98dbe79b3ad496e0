import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { randomStream } from '@vestige/random';
import { type Clone, cloneOf } from './clone.ts';
import { type Disturbance, disturb, runningJobs } from './disturb.ts';
import { expectOnce, expectSame } from './expect.ts';
import { SMALL_LOAN } from './experiment.ts';
import { type Status, statusOf, succeeded } from './vestige.ts';

const NAME = 'small';
/** Stages of a few seconds each: most moments lie within one. */
const SMALL = {
  ...SMALL_LOAN,
  name: NAME,
  title: 'A small experiment',
  pretraining: { steps: 200, batch: 64 },
  reinforcement: { steps: 40, minimumSteps: 40, batch: 64, evaluateEvery: 10, evaluationPrompts: 64 },
  conditions: { biased: { rule: 'nationality' }, fair: { rule: 'factors' } },
  ablation: { prompts: 128, checkpointPrompts: 32 },
};
const DISTURBANCES: readonly Disturbance[] = ['requeue', 'process', 'node'];
/** Seconds between two of them. */
const PAUSE = { least: 2, most: 12 };

/**
 * Runs a small experiment on Slurm while jobs are put back into the queue, killed, and lose their nodes at random moments;
 * submits again what has failed. As many rounds, each without results at the beginning, as it takes.
 *
 * @throws {Error} if a file differs from those of an undisturbed run, or something that was finished was made again
 */
export async function rehearseKills(folder: string, kills: number, seed: number): Promise<void> {
  mkdirSync(folder);
  const stream = randomStream(seed, 'kills');
  const reference = cloneOf(join(folder, 'here'), SMALL);
  await succeeded(reference, ['run', NAME, '--parallel', '2']);
  let done = 0;
  for (let round = 0; done < kills; round++) {
    const clone = cloneOf(join(folder, `round-${round}`), SMALL);
    const submissions: Status[] = [];
    for (;;) {
      await succeeded(clone, ['submit', NAME, '--to', 'slurm']);
      done = await disturbUntilOver(clone, done, kills, stream);
      const status = await statusOf(clone, [NAME]);
      submissions.push(status);
      if (status.tasks.every(({ state }) => state === 'done')) break;
      const failed = status.tasks.filter(({ state }) => state === 'failed' || state === 'lost');
      console.log(
        `submitted again for ${failed.map(({ task, state, reason }) => `${task} (${state}: ${reason})`).join(', ')}`,
      );
      if (submissions.length > kills + 2) throw new Error('it does not come to an end');
    }
    expectOnce(submissions);
    const files = expectSame(reference, clone);
    const begun = submissions.flatMap(({ results }) => results).length;
    console.log(`round ${round}: the same ${files} files; ${begun} jobs begun, nothing made twice`);
  }
  console.log(`${done} kills, seed ${seed}: the same figures each time`);
}

/** @returns how many times something has happened now, of at most so many */
async function disturbUntilOver(
  clone: Clone,
  before: number,
  most: number,
  stream: ReturnType<typeof randomStream>,
): Promise<number> {
  let done = before;
  for (;;) {
    const { least, most: longest } = PAUSE;
    await setTimeout(1000 * (least + stream.uniform() * (longest - least)));
    const running = runningJobs();
    if (running.length === 0 && (await statusOf(clone, [NAME])).over) return done;
    if (done === most || running.length === 0) continue;
    const told = await disturb(stream.choice(DISTURBANCES), stream.choice(running), stream);
    if (told === null) continue;
    done++;
    console.log(`${done}: ${told}`);
  }
}
