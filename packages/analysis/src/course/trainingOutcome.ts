import type { UpdateRow } from '@vestige/rollouts';
import type { LearningCurve, TrainingOutcome } from '../analysis.ts';
import { rounded } from '../round.ts';

/** What the learning curve of a run says of how far it was trained. */
export type TrainingCurve = Omit<TrainingOutcome, 'leftChance'>;

/** The columns of `updates.arrow` that the report draws. */
export function learningCurve(updates: Iterable<UpdateRow>): LearningCurve {
  const rows = [...updates];
  return {
    step: rows.map((row) => row.step),
    reward: rows.map((row) => rounded(row.reward)),
    accuracy: rows.map((row) => rounded(row.accuracy)),
    cot_length: rows.map((row) => rounded(row.cot_length)),
    mention: rows.map((row) => rounded(row.mention)),
    entropy: rows.map((row) => rounded(row.entropy)),
    kl: rows.map((row) => rounded(row.kl)),
    evaluation_own: rows.map((row) => row.evaluation_own && rounded(row.evaluation_own)),
    evaluation_now: rows.map((row) => row.evaluation_now && rounded(row.evaluation_now)),
  };
}

/**
 * Where a run stopped, and whether it was solved: two evaluations in a row reached the level (one, if there was
 * only one). Without evaluations the accuracy of the rollouts stands for them.
 *
 * @param level accuracy that counts as solved; undefined counts every run as solved
 */
export function trainingOutcome(curve: LearningCurve, level: number | undefined): TrainingCurve {
  const steps = curve.step.at(-1) ?? 0;
  if (level === undefined) return { steps, solved: true };
  const evaluations = curve.evaluation_own.filter((value) => value !== null);
  const values = evaluations.length > 0 ? evaluations : curve.accuracy;
  const passed = values.map((value) => value >= level);
  const solved = passed.length === 1 ? passed[0]! : passed.some((now, i) => now && passed[i - 1] === true);
  return { steps, solved };
}
