import type { Interval } from './analysis.ts';
import type { Resampled, ResampledMeans } from './bootstrap.ts';
import type { Estimator } from './estimators.ts';
import { intervalOf } from './interval.ts';
import { rounded } from './round.ts';
import { ratios } from './sums.ts';

/** Point estimate and interval; undefined if the estimator is not defined on the data. */
export function estimate(
  estimator: Estimator,
  resampled: Resampled,
  confidence: number,
): Interval | undefined {
  const mean = estimator.value(resampled.measured);
  if (!Number.isFinite(mean)) return undefined;
  const [low, high] = intervalOf(estimator, resampled, confidence);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return undefined;
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
