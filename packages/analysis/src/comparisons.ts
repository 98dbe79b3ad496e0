import type { Comparison } from './analysis.ts';
import type { Resampled } from './bootstrap.ts';
import type { Estimator } from './estimators.ts';
import { holm } from './holm.ts';
import { pValueOf } from './interval.ts';
import { rounded } from './round.ts';

const PREFIX = 'difference.';

/**
 * Which interventions change the accuracy: the paired differences to `own`, tested together. `frozen` is not of
 * the battery: it takes nothing away.
 */
export function comparisonsOf(
  estimators: readonly Estimator[],
  resampled: Resampled,
  confidence: number,
): Record<string, Comparison> {
  const battery = estimators.flatMap((estimator) => {
    const difference = estimator.value(resampled.measured);
    const tested =
      estimator.name.startsWith(PREFIX) &&
      estimator.name !== `${PREFIX}frozen` &&
      Number.isFinite(difference);
    return tested ? [{ estimator, difference }] : [];
  });
  const pValues = battery.map(({ estimator }) => pValueOf(estimator, resampled));
  const corrected = holm(pValues);
  return Object.fromEntries(
    battery.map(({ estimator, difference }, i) => [
      estimator.name.slice(PREFIX.length),
      {
        difference: rounded(difference),
        p: rounded(pValues[i]!),
        holm: rounded(corrected[i]!),
        differs: corrected[i]! < 1 - confidence,
      },
    ]),
  );
}
