import type { Estimate } from '../analysis.ts';
import { ofPolicy, overSeeds, type ResampledMeans } from '../estimate/bootstrap.ts';
import { uncounted } from '../estimate/estimate.ts';
import type { Estimator } from '../estimate/estimator.ts';
import type { EstimatorKey } from '../keys/estimatorKey.ts';
import { rounded } from '../round.ts';

/**
 * Estimates from quantities that each seed has one of, averaged over seeds: with Student's t on the jackknife over
 * seeds (`interval.ts`). There are no prompts to draw again, so over one seed the interval is the estimate alone.
 *
 * @param quantities by seed: [quantities]; estimators that are not defined on them are left out
 */
export function acrossSeeds(
  quantities: ReadonlyMap<number, readonly number[]>,
  estimators: readonly Estimator[],
  confidence: number,
): [EstimatorKey, Estimate][] {
  if (quantities.size === 0) return [];
  const seeds = [...quantities].map(([seed, values]) => [seed, asMeans(values)] as const);
  const resampled = overSeeds(seeds.map(([, means]) => means));
  return estimators.flatMap((estimator): [EstimatorKey, Estimate][] => {
    const interval = uncounted(estimator, resampled, confidence);
    if (!interval) return [];
    const bySeed = seeds.flatMap(([seed, means]) => {
      const value = estimator.value(ofPolicy(means).measured);
      return Number.isFinite(value) ? [[seed, rounded(value)] as const] : [];
    });
    return [[estimator.key, { ...interval, seeds: bySeed.length, bySeed: Object.fromEntries(bySeed) }]];
  });
}

function asMeans(values: readonly number[]): ResampledMeans {
  const measured = Float64Array.from([...values, ...values.map(() => 1)]);
  return { measured, resamples: [measured] };
}
