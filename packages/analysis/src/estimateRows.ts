import type { EstimateRow } from '@vestige/rollouts';
import type { Analysis, Interval } from './analysis.ts';

/** Group of the rows that are about a condition as a whole. */
const ALL = 'all';

/**
 * Rows of `analysis.arrow`: every estimate of every policy, those over the final policies of all seeds, and those of
 * families under the family's name as condition. What rests on training and not on prompts has 0 of them.
 */
export function estimateRows(analysis: Analysis): EstimateRow[] {
  const overSeeds = Object.entries(analysis.conditions).flatMap(([condition, { seeds, groups, ...whole }]) =>
    Object.entries({ [ALL]: whole, ...groups }).flatMap(([group, { estimates, prompts }]) =>
      rowsOf(estimates, { condition, group, seed: null, step: -1, prompts: prompts * seeds.length }),
    ),
  );
  const byPolicy = Object.entries(analysis.checkpoints).flatMap(([condition, checkpoints]) =>
    checkpoints.flatMap(({ seed, step, prompts, estimates }) =>
      rowsOf(estimates, { condition, group: ALL, seed, step, prompts }),
    ),
  );
  const families = Object.entries(analysis.families).flatMap(([condition, { estimates }]) =>
    rowsOf(estimates, { condition, group: ALL, seed: null, step: -1, prompts: 0 }),
  );
  return [...overSeeds, ...families, ...byPolicy];
}

function rowsOf(
  estimates: Readonly<Record<string, Interval>>,
  about: Pick<EstimateRow, 'condition' | 'group' | 'seed' | 'step' | 'prompts'>,
): EstimateRow[] {
  return Object.entries(estimates).map(([estimator, { mean, low, high }]) => ({
    ...about,
    ...(estimator.startsWith('drift.') && { prompts: 0 }),
    estimator,
    mean,
    low,
    high,
  }));
}
