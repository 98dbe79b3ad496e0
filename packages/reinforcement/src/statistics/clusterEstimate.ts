import { quantile, studentQuantile, studentTails } from '@vestige/analysis/statistics';
import { type RandomStream, randomStream } from '@vestige/random';

/** Problems, or clusters of them, on which an interval rests at least. */
export const MINIMUM_PROBLEMS = 30;

/** A figure and its interval. */
export interface Interval {
  readonly value: number;
  /** Null on fewer than 30 problems. */
  readonly low: number | null;
  readonly high: number | null;
  /** Problems that say something about it, or clusters of them. */
  readonly problems: number;
}

/** A figure, its interval, and how far from 0 it is. */
export interface Estimate extends Interval {
  /** Two-sided, of the value 0; null on fewer than 30 problems. */
  readonly p: number | null;
}

/**
 * Makes estimates of sums over independent clusters.
 *
 * @param influence what each cluster adds to the deviation of the value from the truth
 */
export type ClusterEstimator = (value: number, influence: Float64Array, problems: number) => Estimate;

/**
 * Cluster bootstrap of linearised statistics: clusters are drawn again with replacement, and the value moves by the influence
 * of those drawn. As many draws as `resamples` are shared by all estimates, so that those of a difference agree.
 *
 * Percentile intervals of few clusters are too short; their tails are widened so that they would be those of Student's t if
 * influences were normal (Hesterberg 2015, "expanded percentile"). p-values are those of Student's t with the sandwich variance
 * `C / (C - 1) sum u^2`. Degrees of freedom are the clusters that say something less one: a rare feature has few, however
 * many problems there are.
 */
export function clusterEstimator(
  clusters: number,
  { resamples, confidence }: { readonly resamples: number; readonly confidence: number },
  stream: RandomStream = randomStream('reinforcement', 'bootstrap'),
): ClusterEstimator {
  // Deviations of the number of times a cluster is drawn from 1.
  const draws = Array.from({ length: resamples }, () => {
    const counts = new Float64Array(clusters).fill(-1);
    for (let i = 0; i < clusters; i++) counts[stream.integer(clusters)]!++;
    return counts;
  });
  return (value, influence, problems) => {
    if (problems < MINIMUM_PROBLEMS) return { value, low: null, high: null, p: null, problems };
    const variance = influence.reduce((sum, u) => sum + u * u, 0) * (problems / (problems - 1));
    if (variance === 0) return { value, low: value, high: value, p: value === 0 ? 1 : 0, problems };
    const moved = movedBy(draws, influence).sort();
    const tail = expandedTail((1 - confidence) / 2, problems);
    return {
      value,
      low: value + quantile(moved, leavingOut(tail, moved.length)),
      high: value + quantile(moved, leavingOut(1 - tail, moved.length)),
      p: studentTails(value / Math.sqrt(variance), problems - 1),
      problems,
    };
  };
}

/** Inner products of each draw with the influence; four at once, which is three times as fast. */
function movedBy(draws: readonly Float64Array[], influence: Float64Array): Float64Array {
  const moved = new Float64Array(draws.length);
  for (let r = 0; r < draws.length; r += 4) {
    const a = draws[r]!;
    const b = draws[r + 1] ?? a;
    const c = draws[r + 2] ?? a;
    const d = draws[r + 3] ?? a;
    let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
    for (let k = 0; k < influence.length; k++) {
      const u = influence[k]!;
      sumA += a[k]! * u;
      sumB += b[k]! * u;
      sumC += c[k]! * u;
      sumD += d[k]! * u;
    }
    // What is beyond the end is not kept.
    moved[r] = sumA;
    moved[r + 1] = sumB;
    moved[r + 2] = sumC;
    moved[r + 3] = sumD;
  }
  return moved;
}

/**
 * The share at which the quantile of so many draws leaves out as many further ones on average as `share` says (type 6 of
 * Hyndman and Fan 1996, in terms of type 7): of 1000 draws, intervals between quantiles of type 7 would leave out 5.2 % for 5 %.
 */
function leavingOut(share: number, draws: number): number {
  return Math.min(1, Math.max(0, ((draws + 1) * share - 1) / (draws - 1)));
}

/** The share below which percentile intervals end, so that of normal influences they are those of Student's t. */
function expandedTail(tail: number, clusters: number): number {
  const t = studentQuantile(tail, clusters - 1) * Math.sqrt(clusters / (clusters - 1));
  return studentTails(t, 1e7) / 2;
}
