import type { EstimateRow } from '@vestige/rollouts';
import type { Analysis, Counted } from './analysis.ts';
import { estimatorName } from './keys/estimatorKey.ts';
import type { ByEstimator } from './keys/keyed.ts';

/**
 * Rows of `analysis.arrow`: every estimate of every policy, those over the final policies of all seeds, and those of
 * sweeps under the sweep's name as condition. What rests on training and not on prompts has 0 of them.
 */
export function estimateRows(analysis: Analysis): EstimateRow[] {
  const overSeeds = Object.entries(analysis.conditions).flatMap(([condition, { groups, ...whole }]) =>
    [[null, whole] as const, ...Object.entries(groups)].flatMap(([group, { estimates }]) =>
      rowsOf(estimates, { condition, group, seed: null, step: null }),
    ),
  );
  const byPolicy = Object.entries(analysis.conditions).flatMap(([condition, { checkpoints }]) =>
    checkpoints.flatMap(({ seed, step, estimates }) =>
      rowsOf(estimates, { condition, group: null, seed, step }),
    ),
  );
  const sweeps = Object.entries(analysis.sweeps).flatMap(([condition, { estimates }]) =>
    rowsOf(estimates, { condition, group: null, seed: null, step: null }),
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
