import type { Interval } from './analysis.ts';
import type { Resampled, ResampledMeans } from './bootstrap.ts';
import type { Estimator } from './estimators.ts';
import { percentileInterval } from './percentile.ts';
import { rounded } from './round.ts';
import { ratios } from './sums.ts';

/** Values of an estimator on every resample, [resamples]; NaN where it is not defined. */
export function resampledValues(estimator: Estimator, { resamples }: Resampled): Float64Array {
  return Float64Array.from(resamples, (quantities) => estimator.value(quantities));
}

/** Point estimate and percentile interval; undefined if the estimator is not defined on the data. */
export function estimate(
  estimator: Estimator,
  resampled: Resampled,
  confidence: number,
): Interval | undefined {
  const mean = estimator.value(resampled.measured);
  if (!Number.isFinite(mean)) return undefined;
  const [low, high] = percentileInterval(resampledValues(estimator, resampled), confidence);
  if (!Number.isFinite(low)) return undefined;
  return { mean: rounded(mean), low: rounded(low), high: rounded(high) };
}

/** Point estimates of one policy, by estimator; those not defined are absent. */
export function pointEstimates(
  { measured }: ResampledMeans,
  estimators: readonly Estimator[],
): Map<string, number> {
  const quantities = ratios(measured);
  return new Map(
    estimators.flatMap(({ name, value }) => {
      const point = value(quantities);
      return Number.isFinite(point) ? [[name, rounded(point)] as const] : [];
    }),
  );
}
