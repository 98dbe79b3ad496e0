import type { ConditionAnalysis, Contrast, ContrastEstimate } from '../analysis.ts';
import type { EstimatorKey } from '../keys/estimatorKey.ts';
import { ByEstimator } from '../keys/keyed.ts';
import { rounded } from '../round.ts';
import { overSeeds, type Resampled } from './bootstrap.ts';
import { type CountedMeans, promptsOf } from './estimate.ts';
import type { Estimator } from './estimator.ts';
import { holm } from './holm.ts';
import { differenceInterval } from './interval.ts';

/** Estimators of which the difference between two conditions is told. */
export const HEADLINE_ESTIMATORS: readonly EstimatorKey[] = [
  { quantity: 'accuracy', intervention: 'own' },
  { quantity: 'accuracy', intervention: 'frozen' },
  { quantity: 'accuracy', intervention: 'now' },
  { quantity: 'accuracy', intervention: 'cut0' },
  { quantity: 'accuracy', intervention: 'filler' },
  { quantity: 'mass', intervention: 'now' },
  { quantity: 'mass', intervention: 'cut0' },
  { quantity: 'mass', intervention: 'filler' },
  { quantity: 'reliance', part: 'minimum' },
  { quantity: 'reliance', part: 'room' },
  { quantity: 'unchanged', intervention: 'swap' },
  { quantity: 'unchanged', intervention: 'flip' },
  { quantity: 'early', part: 'aoc' },
  { quantity: 'rate', part: 'mention' },
  { quantity: 'rate', part: 'truthful' },
  { quantity: 'passes', intervention: 'own' },
  { quantity: 'length', part: 'cot' },
];

/** A condition, as far as it is held against others. */
export interface ContrastedCondition {
  readonly name: string;
  /** The pretrained policy that its runs come from; itself, for a pretrained one. */
  readonly base: string;
  /** Final policies by seed, of all runs. */
  readonly policies: ReadonlyMap<number, CountedMeans>;
  readonly estimators: readonly Estimator[];
  readonly analysis: Pick<ConditionAnalysis, 'seeds' | 'estimates'>;
}

/**
 * The difference of each headline estimator between any two conditions.
 *
 * Runs of two conditions that come from the same base are paired by seed, over the seeds that count in both: what a base
 * brings along for both then cancels out. Others are independent (Welch 1947). So are two conditions with one seed in
 * common only. Where a condition has one run there is no spread of runs to learn from: the interval is over prompts, and
 * says nothing of other runs.
 */
export function contrastsOf(conditions: readonly ContrastedCondition[], confidence: number): Contrast[] {
  const averaged = averaging();
  return conditions.flatMap((a, i) =>
    conditions.slice(i + 1).map((b) => contrastOf(a, b, averaged, confidence)),
  );
}

/** Averages over some seeds of a condition, each made once: a condition stands in as many pairs as there are others. */
function averaging() {
  const made = new Map<string, Resampled>();
  return ({ name, policies }: ContrastedCondition, seeds: readonly number[]): Resampled => {
    const key = JSON.stringify([name, seeds]);
    const found = made.get(key) ?? overSeeds(seeds.flatMap((seed) => policies.get(seed)?.means ?? []));
    made.set(key, found);
    return found;
  };
}

function contrastOf(
  a: ContrastedCondition,
  b: ContrastedCondition,
  averaged: ReturnType<typeof averaging>,
  confidence: number,
): Contrast {
  const shared = a.analysis.seeds.filter((seed) => b.analysis.seeds.includes(seed));
  const paired = a.base === b.base && (shared.length > 1 || single(a, b));
  const [seedsA, seedsB] = paired ? [shared, shared] : [a.analysis.seeds, b.analysis.seeds];
  const policiesA = seedsA.flatMap((seed) => a.policies.get(seed) ?? []);
  const policiesB = seedsB.flatMap((seed) => b.policies.get(seed) ?? []);
  const [overA, overB] = [averaged(a, seedsA), averaged(b, seedsB)];
  const [inA, inB] = [byKey(a), byKey(b)];
  const found = HEADLINE_ESTIMATORS.flatMap((key) => {
    if (!a.analysis.estimates.get(key) || !b.analysis.estimates.get(key)) return [];
    const [ofA, ofB] = [inA.get(key)!, inB.get(key)!];
    const interval = differenceInterval([ofA, overA], [ofB, overB], paired, confidence);
    if (!interval) return [];
    const prompts = [...policiesA.map((p) => promptsOf(ofA, p)), ...policiesB.map((p) => promptsOf(ofB, p))];
    const seeds = Math.min(policiesA.length, policiesB.length);
    return [{ key, ...interval, prompts: prompts.reduce((sum, n) => sum + n, 0), seeds }];
  });
  const corrected = holm(found.map(({ p }) => p));
  return {
    a: a.name,
    b: b.name,
    paired,
    estimates: new ByEstimator<ContrastEstimate>(
      found.map(({ key, difference, low, high, p, prompts, seeds }, i) => [
        key,
        {
          difference: rounded(difference),
          low: rounded(low),
          high: rounded(high),
          p: rounded(p),
          holm: rounded(corrected[i]!),
          prompts,
          seeds,
        },
      ]),
    ),
  };
}

function byKey({ estimators }: ContrastedCondition): ByEstimator<Estimator> {
  return new ByEstimator(estimators.map((estimator) => [estimator.key, estimator]));
}

/** Whether both have one and the same seed: there is one pair, and its interval is over prompts. */
function single(a: ContrastedCondition, b: ContrastedCondition): boolean {
  const [one, other] = [a.analysis.seeds, b.analysis.seeds];
  return one.length === 1 && other.length === 1 && one[0] === other[0];
}
