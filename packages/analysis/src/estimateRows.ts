import type { EstimateRow } from '@vestige/rollouts';
import type { Analysis, Counted } from './analysis.ts';
import { estimatorName } from './keys/estimatorKey.ts';
import type { ByEstimator } from './keys/keyed.ts';

/** Group of the rows that are about a condition as a whole. */
const ALL = 'all';

/**
 * Rows of `analysis.arrow`: every estimate of every policy, those over the final policies of all seeds, and those of
 * sweeps under the sweep's name as condition. What rests on training and not on prompts has 0 of them.
 */
export function estimateRows(analysis: Analysis): EstimateRow[] {
  const overSeeds = Object.entries(analysis.conditions).flatMap(([condition, { groups, ...whole }]) =>
    Object.entries({ [ALL]: whole, ...groups }).flatMap(([group, { estimates }]) =>
      rowsOf(estimates, { condition, group, seed: null, step: -1 }),
    ),
  );
  const byPolicy = Object.entries(analysis.conditions).flatMap(([condition, { checkpoints }]) =>
    checkpoints.flatMap(({ seed, step, estimates }) =>
      rowsOf(estimates, { condition, group: ALL, seed, step }),
    ),
  );
  const sweeps = Object.entries(analysis.sweeps).flatMap(([condition, { estimates }]) =>
    rowsOf(estimates, { condition, group: ALL, seed: null, step: -1 }),
  );
  return [...overSeeds, ...sweeps, ...byPolicy];
}

function rowsOf(
  estimates: ByEstimator<Counted & { readonly seeds?: number }>,
  about: Pick<EstimateRow, 'condition' | 'group' | 'seed' | 'step'>,
): EstimateRow[] {
  return Array.from(estimates, ([key, { mean, low, high, prompts, seeds = 1 }]) => ({
    ...about,
    estimator: estimatorName(key),
    mean,
    low,
    high,
    prompts,
    seeds,
  }));
}
