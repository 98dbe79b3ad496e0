import type { EstimateRow } from '@vestige/rollouts';
import type { Analysis, Counted } from './analysis.ts';

/** Group of the rows that are about a condition as a whole. */
const ALL = 'all';

/**
 * Rows of `analysis.arrow`: every estimate of every policy, those over the final policies of all seeds, and those of
 * families under the family's name as condition. What rests on training and not on prompts has 0 of them.
 */
export function estimateRows(analysis: Analysis): EstimateRow[] {
  const overSeeds = Object.entries(analysis.conditions).flatMap(([condition, { groups, ...whole }]) =>
    Object.entries({ [ALL]: whole, ...groups }).flatMap(([group, { estimates }]) =>
      rowsOf(estimates, { condition, group, seed: null, step: -1 }),
    ),
  );
  const byPolicy = Object.entries(analysis.checkpoints).flatMap(([condition, checkpoints]) =>
    checkpoints.flatMap(({ seed, step, estimates }) =>
      rowsOf(estimates, { condition, group: ALL, seed, step }),
    ),
  );
  const families = Object.entries(analysis.families).flatMap(([condition, { estimates }]) =>
    rowsOf(estimates, { condition, group: ALL, seed: null, step: -1 }),
  );
  return [...overSeeds, ...families, ...byPolicy];
}

function rowsOf(
  estimates: Readonly<Record<string, Counted & { readonly seeds?: number }>>,
  about: Pick<EstimateRow, 'condition' | 'group' | 'seed' | 'step'>,
): EstimateRow[] {
  return Object.entries(estimates).map(([estimator, { mean, low, high, prompts, seeds = 1 }]) => ({
    ...about,
    estimator,
    mean,
    low,
    high,
    prompts,
    seeds,
  }));
}
