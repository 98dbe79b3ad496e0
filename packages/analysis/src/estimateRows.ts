import type { EstimateRow } from '@vestige/rollouts';
import type { Analysis } from './analysis.ts';

/** Rows of `analysis.arrow`: every estimate of every policy, and those over the final policies of all seeds. */
export function estimateRows(analysis: Analysis): EstimateRow[] {
  const overSeeds = Object.entries(analysis.conditions).flatMap(
    ([condition, { estimates, seeds, prompts }]) =>
      Object.entries(estimates).map(([estimator, { mean, low, high }]) => ({
        condition,
        seed: null,
        step: -1,
        estimator,
        mean,
        low,
        high,
        prompts: prompts * seeds.length,
      })),
  );
  const byPolicy = Object.entries(analysis.checkpoints).flatMap(([condition, checkpoints]) =>
    checkpoints.flatMap(({ seed, step, prompts, estimates }) =>
      Object.entries(estimates).map(([estimator, { mean, low, high }]) => ({
        condition,
        seed,
        step,
        estimator,
        mean,
        low,
        high,
        prompts,
      })),
    ),
  );
  return [...overSeeds, ...byPolicy];
}
