import { studentQuantile } from '@vestige/analysis/statistics';
import type { Answered } from '../tally/answered.ts';
import { type Interval, MINIMUM_PROBLEMS } from './clusterEstimate.ts';
import { jackknifeSquares, type Partition, partition } from './partition.ts';

/** Answers that are told apart over all problems; all others are one. */
const ANSWERS_APART = 20;
const OTHER_ANSWERS = -1;
/** Groups of problems that are left out in turn. */
const LEFT_OUT = 50;

/**
 * How far presence depends on the answer: Goodman and Kruskal's tau (1954), the share of the variance of presence that is gone
 * once the answer is known; 0 if presence says nothing of it. Null where presence or answers do not vary.
 */
export interface Dependence {
  /** Within problem and step, where answers vary. */
  readonly within: Interval | null;
  /** Over all problems of the third, the 20 most frequent answers and all others together as one. */
  readonly overall: Interval | null;
}

/**
 * Measures how far each feature depends on the answer: `1 - (SS within answers / df) / (SS within strata / df)`, which the
 * degrees of freedom keep at 0 on average where it does not, as with adjusted R squared.
 *
 * Intervals are of the jackknife that leaves out groups of problems (Kott 2001), of Student's t. Over all problems, tau hardly
 * varies in first order where there is hardly any dependence, and the jackknife's variance is near 0 just where tau came out
 * too small; the variance that it has without any dependence, `2 (K - 1) / N^2` for K answers, is added there.
 */
export function dependences(answered: Answered, features: number, confidence: number): Dependence[] {
  const holders: number[][] = Array.from({ length: features }, () => []);
  for (const [rollout, found] of answered.features.entries())
    for (const f of found) holders[f]!.push(rollout);
  const { clusters, groups, answers } = answered;
  const left = clusters.map((cluster) => cluster % LEFT_OUT);
  const within = tauOf(answered, partition(groups, answers, left, LEFT_OUT), confidence, 0);
  const together = groups.map(() => 0);
  const pooled = partition(together, mostFrequent(answers), left, LEFT_OUT);
  const { strata, cells } = pooled;
  const unrelated = (2 * (strata.freedom - cells.freedom)) / (strata.freedom * cells.freedom);
  const overall = tauOf(answered, pooled, confidence, unrelated);
  return holders.map((rollouts) => ({ within: within(rollouts), overall: overall(rollouts) }));
}

/** Answers, those that are not among the most frequent as one. */
function mostFrequent(answers: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  const order = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, ANSWERS_APART);
  const apart = new Set(order.map(([answer]) => answer));
  return answers.map((answer) => (apart.has(answer) ? answer : OTHER_ANSWERS));
}

/** @param unrelated variance without any dependence, to be added */
function tauOf(
  { clusters }: Answered,
  { counted, strata, cells }: Partition,
  confidence: number,
  unrelated: number,
): (holders: readonly number[]) => Interval | null {
  const squaresOfStrata = jackknifeSquares(strata, LEFT_OUT);
  const squaresOfCells = jackknifeSquares(cells, LEFT_OUT);
  const t = studentQuantile((1 - confidence) / 2, LEFT_OUT - 1);
  return (holders) => {
    const own = holders.filter((i) => counted[i]);
    const whole = squaresOfStrata(own);
    const rest = squaresOfCells(own);
    if (!(whole.all > 0)) return null;
    const tau = (k: number | undefined) =>
      k === undefined
        ? 1 - rest.all / cells.freedom / (whole.all / strata.freedom)
        : 1 - rest.without[k]! / cells.freedomWithout[k]! / (whole.without[k]! / strata.freedomWithout[k]!);
    const value = tau(undefined);
    const problems = new Set(own.filter((i) => whole.varies(i)).map((i) => clusters[i]!)).size;
    if (problems < MINIMUM_PROBLEMS) return { value, low: null, high: null, problems };
    let variance = unrelated;
    for (let k = 0; k < LEFT_OUT; k++) variance += ((LEFT_OUT - 1) / LEFT_OUT) * (tau(k) - value) ** 2;
    const reach = t * Math.sqrt(variance);
    return { value, low: value - reach, high: Math.min(1, value + reach), problems };
  };
}
