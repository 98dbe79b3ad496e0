import type { Estimate } from './analysis.ts';
import { overSeeds, type ResampledMeans } from './bootstrap.ts';
import { estimate, pointEstimates } from './estimate.ts';
import type { Estimator } from './estimators.ts';

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
): Record<string, Estimate> {
  if (quantities.size === 0) return {};
  const seeds = [...quantities].map(([seed, values]) => [seed, asMeans(values)] as const);
  const resampled = overSeeds(seeds.map(([, means]) => means));
  const points = seeds.map(([seed, means]) => [seed, pointEstimates(means, estimators)] as const);
  return Object.fromEntries(
    estimators.flatMap((estimator) => {
      const interval = estimate(estimator, resampled, confidence);
      if (!interval) return [];
      const bySeed = points.flatMap(([seed, values]) => {
        const value = values.get(estimator.name);
        return value === undefined ? [] : [[seed, value] as const];
      });
      return [[estimator.name, { ...interval, bySeed: Object.fromEntries(bySeed) }]];
    }),
  );
}

function asMeans(values: readonly number[]): ResampledMeans {
  const measured = Float64Array.from([...values, ...values.map(() => 1)]);
  return { measured, resamples: [measured] };
}
