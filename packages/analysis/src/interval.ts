import type { Resampled } from './bootstrap.ts';
import type { Estimator } from './estimators.ts';
import { percentileInterval, pValueOfZero } from './percentile.ts';
import { studentQuantile, studentTails } from './student.ts';

/**
 * Least width, as a share of the interval over prompts alone. It keeps seeds that agree by luck from an absurdly
 * narrow interval and costs little: over three seeds, coverage of .953 instead of .950 (.962 with .5, .988 with 1).
 */
const FLOOR = 0.25;

/** Values of an estimator on every resample, [resamples]; NaN where it is not defined. */
function resampledValues({ value }: Estimator, { resamples }: Resampled): Float64Array {
  return Float64Array.from(resamples, (quantities) => value(quantities));
}

/** Spread of an estimate over seeds. */
interface Spread {
  /** Standard error of the estimate. */
  readonly error: number;
  readonly degrees: number;
}

/**
 * Jackknife over seeds: with S seeds and pseudo-values J_s = S value(all) - (S - 1) value(all but s), the standard
 * error is sd(J) / sqrt(S) on S - 1 degrees of freedom (Tukey 1958). For a mean, J_s is the seed's own value.
 * Undefined if fewer than two pseudo-values are.
 */
function seedSpread({ value }: Estimator, { measured, without }: Resampled): Spread | undefined {
  const all = value(measured);
  const count = without.length;
  const pseudo = without.map((quantities) => count * all - (count - 1) * value(quantities));
  const values = pseudo.filter(Number.isFinite);
  if (values.length < 2) return undefined;
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
  // Below rounding error of the pseudo-values there is no spread.
  const error = variance < 1e-24 ? 0 : Math.sqrt(variance / values.length);
  return { error, degrees: values.length - 1 };
}

/**
 * Interval of an estimator over seeds and prompts, with the given chance of missing on each side.
 *
 * Over several seeds: estimate -+ t x standard error of {@link seedSpread}. The spread of the seeds holds what the
 * prompts add to it, so Student's t covers as it says whether seeds differ or not. Few seeds can lie close by
 * luck; the interval is never less than {@link FLOOR} of that over prompts alone.
 *
 * Over one policy: percentiles of the bootstrap over prompts. It says nothing about other seeds.
 */
function tailInterval(estimator: Estimator, resampled: Resampled, tail: number): [number, number] {
  const values = resampledValues(estimator, resampled);
  const [low, high] = percentileInterval(values, 1 - 2 * tail);
  const spread = seedSpread(estimator, resampled);
  if (!spread) return [low, high];
  const mean = estimator.value(resampled.measured);
  const reach = spread.error === 0 ? 0 : studentQuantile(tail, spread.degrees) * spread.error;
  return [
    Math.min(mean - reach, mean - FLOOR * (mean - low)),
    Math.max(mean + reach, mean + FLOOR * (high - mean)),
  ];
}

/**
 * Interval of an estimator at the given confidence; of the least of several estimators, one that allows for the
 * choice.
 *
 * The truth of the least is below the lower end if that of the least one is below its own, a chance of alpha / 2. It
 * is above the upper end if any one's is; so where k of them contend for the least, each gets alpha / max(2, k)
 * (Bonferroni). Contenders are those whose interval reaches down to the least upper end: the others are larger for
 * all one can tell, and to allow for them would only widen the interval (selection of moments as in Andrews and
 * Soares 2010). One that is dropped although it is the least in truth lies above its truth then, so that it would
 * not have been the one to miss. Together they miss at most alpha; if the contenders are dependent, a little less. A
 * bootstrap of the minimum itself is biased twice, once by the data and once by the resamples.
 */
export function intervalOf(
  estimator: Estimator,
  resampled: Resampled,
  confidence: number,
): [low: number, high: number] {
  const tail = (1 - confidence) / 2;
  const parts = estimator.leastOf?.filter(({ value }) => Number.isFinite(value(resampled.measured)));
  const [low, high] = parts?.length
    ? intervalOfLeast(parts, resampled, tail)
    : tailInterval(estimator, resampled, tail);
  const [least, most] = estimator.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return [Math.max(least, low), Math.min(most, high)];
}

function intervalOfLeast(parts: readonly Estimator[], resampled: Resampled, tail: number): [number, number] {
  const alone = parts.map((part) => tailInterval(part, resampled, tail));
  const leastHigh = Math.min(...alone.map(([, high]) => high));
  const contenders = parts.filter((_, i) => alone[i]![0] <= leastHigh);
  const shared = (2 * tail) / Math.max(2, contenders.length);
  return [
    Math.min(...alone.map(([low]) => low)),
    Math.min(...contenders.map((part) => tailInterval(part, resampled, shared)[1])),
  ];
}

/** Two-sided p-value of the value 0: 1 - the confidence at which the interval of {@link tailInterval} ends there. */
export function pValueOf(estimator: Estimator, resampled: Resampled): number {
  const values = resampledValues(estimator, resampled);
  const spread = seedSpread(estimator, resampled);
  if (!spread) return pValueOfZero(values);
  const mean = estimator.value(resampled.measured);
  const floor = pValueOfZero(values.map((value) => mean + FLOOR * (value - mean)));
  return Math.max(floor, mean === 0 ? 1 : studentTails(mean / spread.error, spread.degrees));
}
