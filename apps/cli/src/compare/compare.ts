import {
  type ByEstimator,
  type ConditionAnalysis,
  type EstimatorKey,
  estimatorName,
  HEADLINE_ESTIMATORS,
  holm,
  type Interval,
  type Verdict,
} from '@vestige/analysis';
import { type FieldDifference, fieldDifferences } from '@vestige/manifest';
import { halfWidth, twoSided } from './normal.ts';

const HEADLINE = HEADLINE_ESTIMATORS.map(estimatorName);

/** What is compared: the verdicts and estimates of a report. */
export interface Figures {
  /** What to call it: the experiment's project. */
  readonly name: string;
  /** Coverage of its intervals. */
  readonly confidence: number;
  /** The experiment file as it was resolved; absent in files that do not say. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  readonly conditions: Readonly<
    Record<string, { readonly verdict: Verdict; readonly estimates: ByEstimator<ComparedEstimate> }>
  >;
}

/** An estimate, and the prompts that it rests on where the file says. */
export interface ComparedEstimate extends Interval {
  readonly prompts?: number;
}

/** An estimate that the two reports both have. */
export interface Difference {
  readonly estimator: EstimatorKey;
  readonly a: ComparedEstimate;
  readonly b: ComparedEstimate;
  /** Mean of B less mean of A. */
  readonly difference: number;
  /** Ends of its interval, at the lesser coverage of the two reports. */
  readonly low: number;
  readonly high: number;
  /** After Holm's correction over the condition's headline estimators, or over its others. */
  readonly holm: number;
  readonly significant: boolean;
  /** The intervals have no point in common. */
  readonly apart: boolean;
}

/** A condition that the two reports both have. */
export interface ConditionComparison {
  readonly condition: string;
  readonly verdicts: readonly [a: ConditionAnalysis['verdict'], b: ConditionAnalysis['verdict']];
  /** How many estimates both have. */
  readonly compared: number;
  /** The headline estimators that both have, whether they differ or not. */
  readonly headline: readonly Difference[];
  /** Of the others, those that {@link differ}; greatest evidence first. */
  readonly others: readonly Difference[];
  readonly onlyInA: readonly string[];
  readonly onlyInB: readonly string[];
}

/** Two reports told apart. */
export interface Comparison {
  readonly a: string;
  readonly b: string;
  readonly alpha: number;
  /** Null if a report does not say its settings. */
  readonly settings: readonly FieldDifference[] | null;
  readonly conditions: readonly ConditionComparison[];
  readonly onlyInA: readonly string[];
  readonly onlyInB: readonly string[];
}

/**
 * Tells two reports apart. A difference is tested by the normal approximation: a standard error is the width of
 * an interval divided by twice the standard errors that its coverage reaches to each side, and the two reports
 * count as independent. Holm's correction is over the headline estimators of a condition, and over its others.
 */
export function compareFigures(a: Figures, b: Figures): Comparison {
  const alpha = 1 - Math.min(a.confidence, b.confidence);
  const { both, onlyInA, onlyInB } = shared(Object.keys(a.conditions), Object.keys(b.conditions));
  const conditions = both.map((condition): ConditionComparison => {
    const [inA, inB] = [a.conditions[condition]!, b.conditions[condition]!];
    const names = shared(namesIn(inA.estimates), namesIn(inB.estimates));
    const pairs = Array.from(inA.estimates).flatMap(([estimator, one]) => {
      const other = inB.estimates.get(estimator);
      if (!other) return [];
      const difference = other.mean - one.mean;
      const error = Math.hypot(standardError(one, a.confidence), standardError(other, b.confidence));
      const half = halfWidth(1 - alpha) * error;
      const p = difference === 0 ? 1 : twoSided(difference / error);
      const [low, high] = [difference - half, difference + half];
      const apart = one.high < other.low || other.high < one.low;
      return [{ estimator, a: one, b: other, difference, low, high, p, apart }];
    });
    const corrected = (some: typeof pairs): Difference[] => {
      const values = holm(some.map(({ p }) => p));
      return some.map(({ p: _, ...pair }, i) => ({
        ...pair,
        holm: values[i]!,
        significant: values[i]! < alpha,
      }));
    };
    const order = ({ estimator }: { estimator: EstimatorKey }) => HEADLINE.indexOf(estimatorName(estimator));
    const isHeadline = (pair: { estimator: EstimatorKey }) => order(pair) >= 0;
    return {
      condition,
      verdicts: [inA.verdict, inB.verdict],
      compared: pairs.length,
      headline: corrected(pairs.filter(isHeadline)).sort((one, other) => order(one) - order(other)),
      others: corrected(pairs.filter((pair) => !isHeadline(pair)))
        .filter(differ)
        .sort((one, other) => one.holm - other.holm),
      onlyInA: names.onlyInA,
      onlyInB: names.onlyInB,
    };
  });
  const settings = a.settings && b.settings ? fieldDifferences(a.settings, b.settings) : null;
  return { a: a.name, b: b.name, alpha, settings, conditions, onlyInA, onlyInB };
}

/** A comparison as plain JSON, in which estimators stand by name. */
export function comparisonJson(comparison: Comparison): object {
  const named = ({ estimator, ...difference }: Difference) => ({
    estimator: estimatorName(estimator),
    ...difference,
  });
  const conditions = comparison.conditions.map((condition) => ({
    ...condition,
    headline: condition.headline.map(named),
    others: condition.others.map(named),
  }));
  return { ...comparison, conditions };
}

/** Whether an estimate is significantly different, or its intervals have no point in common. */
export function differ({ significant, apart }: Difference): boolean {
  return significant || apart;
}

/** The estimates of a condition that differ, headline estimators first. */
export function differencesOf({ headline, others }: ConditionComparison): Difference[] {
  return [...headline.filter(differ), ...others];
}

function standardError({ low, high }: Interval, confidence: number): number {
  return (high - low) / 2 / halfWidth(confidence);
}

function namesIn(estimates: ByEstimator<unknown>): string[] {
  return estimates.keys().map(estimatorName);
}

function shared(inA: readonly string[], inB: readonly string[]) {
  return {
    both: inA.filter((name) => inB.includes(name)),
    onlyInA: inA.filter((name) => !inB.includes(name)),
    onlyInB: inB.filter((name) => !inA.includes(name)),
  };
}
