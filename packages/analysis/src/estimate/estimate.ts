import type { Absent, Counted, Estimate } from '../analysis.ts';
import type { Denominator } from '../estimators/estimator.ts';
import type { EstimatorKey } from '../keys/estimatorKey.ts';
import { ByEstimator } from '../keys/keyed.ts';
import { rounded } from '../round.ts';
import { MINIMUM_PROMPTS } from '../thresholds.ts';
import { ofPolicy, type Resampled, type ResampledMeans } from './bootstrap.ts';
import type { Estimator } from './estimator.ts';
import { intervalOf } from './interval.ts';

/** What an estimator came to: a figure with its interval, or why there is none; undefined if it is not defined. */
type Estimated = { readonly counted: Counted } | { readonly absent: string } | undefined;

/** Estimates, and of estimators that have none although they are defined on the data, the reason. */
export interface Estimates<T extends Counted = Counted> {
  readonly estimates: ByEstimator<T>;
  readonly absent: Absent;
}

/** Quantities of a policy with the number of prompts that each rests on. */
export interface CountedMeans {
  readonly means: ResampledMeans;
  /** Prompts on which it was measured, [quantities]. */
  readonly counts: ArrayLike<number>;
}

/** Prompts on which everything was measured that an estimator is a function of; 0 if it is one of nothing. */
export function promptsOf({ on }: Estimator, { counts }: Pick<CountedMeans, 'counts'>): number {
  return on.length === 0 ? 0 : Math.min(...on.map((at) => counts[at]!));
}

/** Every estimate of one policy, over its prompts. */
export function policyEstimates(
  estimators: readonly Estimator[],
  policy: CountedMeans,
  confidence: number,
): Estimates {
  const resampled = ofPolicy(policy.means);
  return gathered(estimators, (estimator) =>
    estimated(estimator, resampled, promptsOf(estimator, policy), confidence),
  );
}

/**
 * Every estimate over the policies of several seeds.
 *
 * @param resampled of the policies together
 * @param alone the estimates of each seed's policy, by seed, for `bySeed`; more seeds than count, perhaps
 */
export function seedEstimates(
  estimators: readonly Estimator[],
  policies: readonly CountedMeans[],
  resampled: Resampled,
  alone: Readonly<Record<string, Pick<Estimates, 'estimates'>>>,
  confidence: number,
): Estimates<Estimate> {
  const { estimates, absent } = gathered(estimators, (estimator) =>
    estimated(
      estimator,
      resampled,
      policies.reduce((sum, policy) => sum + promptsOf(estimator, policy), 0),
      confidence,
    ),
  );
  const measuredOn = new ByEstimator(estimators.map(({ key, on }) => [key, on]));
  return {
    estimates: new ByEstimator(
      Array.from(estimates, ([key, counted]) => {
        const on = measuredOn.get(key)!;
        const seeds = policies.filter((policy) => on.every((at) => policy.counts[at]! > 0)).length;
        const bySeed = Object.entries(alone).flatMap(([seed, one]) => {
          const own = one.estimates.get(key);
          return own ? [[seed, own.mean] as const] : [];
        });
        return [key, { ...counted, seeds, bySeed: Object.fromEntries(bySeed) }];
      }),
    ),
    absent,
  };
}

function gathered(
  estimators: readonly Estimator[],
  estimatedOf: (estimator: Estimator) => Estimated,
): Estimates {
  const estimates: [EstimatorKey, Counted][] = [];
  const absent: [EstimatorKey, string][] = [];
  for (const estimator of estimators) {
    const one = estimatedOf(estimator);
    if (one === undefined) continue;
    if ('absent' in one) absent.push([estimator.key, one.absent]);
    else estimates.push([estimator.key, one.counted]);
  }
  return { estimates: new ByEstimator(estimates), absent: new ByEstimator(absent) };
}

/**
 * Point estimate and interval; undefined if the estimator is not defined on the data. There is a reason instead if it
 * rests on fewer than {@link MINIMUM_PROMPTS} prompts, or is a ratio of which the denominator is not clear of 0.
 */
function estimated(
  estimator: Estimator,
  resampled: Resampled,
  prompts: number,
  confidence: number,
): Estimated {
  const mean = estimator.value(resampled.measured);
  const few = estimator.on.length > 0 && prompts < MINIMUM_PROMPTS;
  // Of a ratio whose denominator is 0 or below there is a reason, of one that nothing was measured for there is not.
  if (few)
    return prompts > 0
      ? {
          absent: `rests on ${prompts === 1 ? '1 prompt' : `${prompts} prompts`}, fewer than ${MINIMUM_PROMPTS}`,
        }
      : undefined;
  const ratios = [estimator, ...(estimator.leastOf ?? [])].flatMap(({ over }) => (over ? [over] : []));
  let [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const over of ratios) {
    const divisor = divisorOf(over, estimator.on, resampled, confidence);
    if (divisor === undefined) return undefined;
    if ('absent' in divisor) return divisor;
    [least, most] = over.range?.(divisor.low) ?? [least, most];
  }
  if (!Number.isFinite(mean)) return undefined;
  const interval = intervalOf(estimator, resampled, confidence);
  const [low, high] = [Math.max(least, interval[0]), Math.min(most, interval[1])];
  if (!Number.isFinite(low) || !Number.isFinite(high)) return undefined;
  return { counted: { mean: rounded(mean), low: rounded(low), high: rounded(high), prompts } };
}

/** Lower end of the interval of what a ratio is a share of, or why the ratio has no figure. */
function divisorOf(
  { words, value, clear, least = 0 }: Denominator,
  on: Estimator['on'],
  resampled: Resampled,
  confidence: number,
): { readonly low: number } | { readonly absent: string } | undefined {
  const mean = value(resampled.measured);
  if (!Number.isFinite(mean)) return undefined;
  const [low, high] = intervalOf({ value, on }, resampled, confidence);
  const isClear = low > 0 && low >= clear;
  if (isClear && mean >= least) return { low };
  const figures = [mean, low, high].map((figure) => figure.toFixed(3).replace('-', '\u2212'));
  const by = clear > 0 ? ` by ${clear}` : '';
  const fault = isClear ? `is less than ${least}` : `is not clear of 0${by}`;
  return { absent: `is a share of ${words}, ${figures[0]} (${figures[1]} to ${figures[2]}), which ${fault}` };
}

/** Point estimate and interval where there are no prompts to count. */
export function uncounted(
  estimator: Estimator,
  resampled: Resampled,
  confidence: number,
): Counted | undefined {
  const one = estimated({ ...estimator, on: [] }, resampled, 0, confidence);
  return one && 'counted' in one ? one.counted : undefined;
}
