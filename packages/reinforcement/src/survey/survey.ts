import type { ReinforcementOptions } from '../options.ts';
import type { Rollout, Rollouts } from '../rollout.ts';
import { searchedText } from '../text/searched.ts';
import { wordsOf } from '../text/words.ts';
import { addToStep, emptyStep, type StepSums } from './curves.ts';
import { Groups } from './groups.ts';
import { hash53 } from './hash.ts';
import { NO_STEP } from './noStep.ts';
import { PartMeans } from './partMeans.ts';
import { Smallest } from './smallest.ts';

/** A text in which features are found, and the number of its step. */
export interface Sampled {
  readonly text: string;
  readonly step: number;
}

/** What the first reading of the rollouts finds. */
export interface Survey {
  readonly read: number;
  /** Rollouts without a step, which are left out where others have one. */
  readonly stepless: number;
  readonly groups: Groups;
  readonly parts: PartMeans;
  /** By the number of the step. */
  readonly curves: readonly StepSums[];
  readonly sample: readonly Sampled[];
}

/** Progress is told each time that so many rollouts have been read. */
export const PROGRESS_EVERY = 1000;

/**
 * Reads all rollouts once: groups and their means, curves, and a sample of texts. The sample is of the hashes of step,
 * problem and place within the group, so that the order of groups does not matter.
 */
export async function survey(
  rollouts: Rollouts,
  options: Pick<ReinforcementOptions, 'where' | 'sample'>,
  progress: (rollouts: number) => void,
): Promise<Survey> {
  const groups = new Groups();
  const parts = new PartMeans();
  const curves: StepSums[] = [];
  const sample = new Smallest<Sampled>(options.sample);
  let read = 0;
  let stepless = 0;
  const add = (rollout: Rollout) => {
    read++;
    if (read % PROGRESS_EVERY === 0) progress(read);
    if (rollout.step === null) stepless++;
    const { step, group } = groups.add(rollout, rollout.step ?? NO_STEP);
    parts.add(rollout, group);
    const text = searchedText(rollout, options.where);
    curves[step] ??= emptyStep(rollout.step ?? NO_STEP);
    addToStep(curves[step], rollout, text, wordsOf(text));
    const key = `${rollout.step}\n${rollout.problem}\n${groups.sizes[group]}`;
    sample.offer(hash53(key, 2), () => ({ text, step }));
  };
  for await (const rollout of rollouts()) add(rollout);
  return { read, stepless, groups, parts, curves, sample: sample.values() };
}
