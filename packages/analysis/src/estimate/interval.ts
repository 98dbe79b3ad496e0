import { acceleratedInterval, acceleratedPValue } from './accelerated.ts';
import type { Resampled } from './bootstrap.ts';
import type { Estimator } from './estimator.ts';
import { type Moments, momentsOf, momentsOfDifference } from './influence.ts';
import { percentileInterval, pValueOfZero } from './percentile.ts';
import { studentQuantile, studentTails } from './student.ts';

/**
 * Least width, as a share of the interval over prompts alone. It keeps seeds that agree by luck from an absurdly
 * narrow interval and costs little: over three seeds, coverage of .953 instead of .950 (.962 with .5, .988 with 1).
 */
const FLOOR = 0.25;

/** Values of an estimator on every resample, [resamples]; NaN where it is not defined. */
function resampledValues({ value }: Pick<Estimator, 'value'>, { resamples }: Resampled): Float64Array {
  const values = new Float64Array(resamples.length);
  for (let r = 0; r < values.length; r++) values[r] = value(resamples[r]!);
  return values;
}

/** Spread of an estimate over seeds. */
interface Spread {
  /** Standard error of the estimate. */
  readonly error: number;
  readonly degrees: number;
}

/** Pseudo-values of the jackknife over seeds; see {@link seedSpread}. */
function pseudoValues({ value }: Pick<Estimator, 'value'>, { measured, without }: Resampled): number[] {
  const all = value(measured);
  const count = without.length;
  return without.map((quantities) => count * all - (count - 1) * value(quantities));
}

/** Spread of the mean of some pseudo-values; undefined if fewer than two are defined. */
function spreadOf(pseudo: readonly number[]): Spread | undefined {
  const values = pseudo.filter(Number.isFinite);
  if (values.length < 2) return undefined;
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
  // Below rounding error of the pseudo-values there is no spread.
  const error = variance < 1e-24 ? 0 : Math.sqrt(variance / values.length);
  return { error, degrees: values.length - 1 };
}

/**
 * Jackknife over seeds: with S seeds and pseudo-values J_s = S value(all) - (S - 1) value(all but s), the standard
 * error is sd(J) / sqrt(S) on S - 1 degrees of freedom (Tukey 1958). For a mean, J_s is the seed's own value.
 * Undefined if fewer than two pseudo-values are.
 */
function seedSpread(estimator: Pick<Estimator, 'value'>, resampled: Resampled): Spread | undefined {
  return spreadOf(pseudoValues(estimator, resampled));
}

/**
 * Interval of an estimator over seeds and prompts, with the given chance of missing on each side.
 *
 * Over several seeds: estimate -+ t x standard error of {@link seedSpread}. The spread of the seeds holds what the
 * prompts add to it, so Student's t covers as it says whether seeds differ or not. Few seeds can lie close by
 * luck; the interval is never less than {@link FLOOR} of that over prompts alone.
 *
 * Over one policy: percentiles of the bootstrap over prompts; on problems of a file those of {@link acceleratedInterval},
 * which allow for skewness and for prompts that depend on each other. It says nothing about other seeds.
 */
function tailInterval(
  estimator: Pick<Estimator, 'value' | 'on'>,
  resampled: Resampled,
  tail: number,
): [number, number] {
  return spreadInterval(
    estimator.value(resampled.measured),
    resampledValues(estimator, resampled),
    { spread: seedSpread(estimator, resampled), moments: momentsOf(estimator, resampled.single) },
    tail,
  );
}

/** What is known of an estimate beside its values on the resamples. */
interface Known {
  readonly spread: Spread | undefined;
  readonly moments: Moments | undefined;
}

/** {@link tailInterval} of a point estimate, from its values on the resamples and what else is known. */
function spreadInterval(
  mean: number,
  values: Float64Array,
  { spread, moments }: Known,
  tail: number,
): [number, number] {
  if (!spread && moments) return acceleratedInterval(mean, values, moments, tail);
  const [low, high] = percentileInterval(values, 1 - 2 * tail);
  if (!spread) return [low, high];
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
  estimator: Pick<Estimator, 'value' | 'on' | 'leastOf' | 'range'>,
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
  return spreadPValue(estimator.value(resampled.measured), resampledValues(estimator, resampled), {
    spread: seedSpread(estimator, resampled),
    moments: momentsOf(estimator, resampled.single),
  });
}

function spreadPValue(mean: number, values: Float64Array, { spread, moments }: Known): number {
  if (!spread && moments) return acceleratedPValue(mean, values, moments);
  if (!spread) return pValueOfZero(values);
  const floor = pValueOfZero(values.map((value) => mean + FLOOR * (value - mean)));
  return Math.max(floor, mean === 0 ? 1 : studentTails(mean / spread.error, spread.degrees));
}

/** An estimator, and what it is read off. */
export type Read = readonly [estimator: Estimator, resampled: Resampled];

/**
 * Difference a - b of two estimates, its interval and the p-value of 0, by the same rule as {@link intervalOf}: Student's
 * t on the jackknife over seeds, never less than {@link FLOOR} of a bootstrap over prompts; over single policies the
 * bootstrap alone. Undefined if either estimate or an end is not finite.
 *
 * @param paired whether the seeds of a and b, in the same order, belong together: the spread is that of the differences
 * of their pseudo-values. Else it is that of both together, on the degrees of freedom of Welch (1947).
 */
export function differenceInterval(
  [a, overA]: Read,
  [b, overB]: Read,
  paired: boolean,
  confidence: number,
): { difference: number; low: number; high: number; p: number } | undefined {
  const difference = a.value(overA.measured) - b.value(overB.measured);
  const [valuesA, valuesB] = [resampledValues(a, overA), resampledValues(b, overB)];
  const values = valuesA.map((value, r) => value - valuesB[r]!);
  const spread = paired
    ? spreadOf(differences(pseudoValues(a, overA), pseudoValues(b, overB)))
    : welch(seedSpread(a, overA), seedSpread(b, overB));
  const known = {
    spread,
    moments: momentsOfDifference(momentsOf(a, overA.single), momentsOf(b, overB.single)),
  };
  const ends = spreadInterval(difference, values, known, (1 - confidence) / 2);
  const low = Math.max(ends[0], least(a) - most(b));
  const high = Math.min(ends[1], most(a) - least(b));
  if (![difference, low, high].every(Number.isFinite)) return undefined;
  return { difference, low, high, p: spreadPValue(difference, values, known) };
}

function least({ range }: Estimator): number {
  return range?.[0] ?? Number.NEGATIVE_INFINITY;
}

function most({ range }: Estimator): number {
  return range?.[1] ?? Number.POSITIVE_INFINITY;
}

function differences(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, seed) => value - b[seed]!);
}

/** Spread of a difference of independent estimates; undefined if either has none. */
function welch(a: Spread | undefined, b: Spread | undefined): Spread | undefined {
  if (!a || !b) return undefined;
  const variance = a.error ** 2 + b.error ** 2;
  const degrees =
    variance === 0
      ? a.degrees + b.degrees
      : variance ** 2 / (a.error ** 4 / a.degrees + b.error ** 4 / b.degrees);
  return { error: Math.sqrt(variance), degrees };
}
