import { type ConditionAnalysis, holm, type Interval, type Verdict } from '@vestige/analysis';
import { halfWidth, twoSided } from './normal.ts';

/** What is compared: the verdicts and estimates of a report. */
export interface Figures {
  /** What to call it: the experiment's project. */
  readonly name: string;
  /** Coverage of its intervals. */
  readonly confidence: number;
  readonly conditions: Readonly<
    Record<string, { readonly verdict: Verdict; readonly estimates: Readonly<Record<string, Interval>> }>
  >;
}

/** An estimate that the two reports both have. */
export interface Difference {
  readonly estimator: string;
  readonly a: Interval;
  readonly b: Interval;
  /** Mean of B less mean of A. */
  readonly difference: number;
  /** Ends of its interval, at the lesser coverage of the two reports. */
  readonly low: number;
  readonly high: number;
  /** After Holm's correction over the condition's estimates. */
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
  /** Those that are significantly different, or whose intervals are apart; greatest evidence first. */
  readonly differences: readonly Difference[];
  readonly onlyInA: readonly string[];
  readonly onlyInB: readonly string[];
}

/** Two reports told apart. */
export interface Comparison {
  readonly a: string;
  readonly b: string;
  readonly alpha: number;
  readonly conditions: readonly ConditionComparison[];
  readonly onlyInA: readonly string[];
  readonly onlyInB: readonly string[];
}

/**
 * Tells two reports apart. A difference is tested by the normal approximation: a standard error is the width of
 * an interval divided by twice the standard errors that its coverage reaches to each side, and the two reports
 * count as independent. Holm's correction is over the estimates of a condition.
 */
export function compareFigures(a: Figures, b: Figures): Comparison {
  const alpha = 1 - Math.min(a.confidence, b.confidence);
  const { both, onlyInA, onlyInB } = shared(a.conditions, b.conditions);
  const conditions = both.map((condition): ConditionComparison => {
    const [inA, inB] = [a.conditions[condition]!, b.conditions[condition]!];
    const names = shared(inA.estimates, inB.estimates);
    const pairs = names.both.map((estimator) => {
      const [one, other] = [inA.estimates[estimator]!, inB.estimates[estimator]!];
      const difference = other.mean - one.mean;
      const error = Math.hypot(standardError(one, a.confidence), standardError(other, b.confidence));
      const half = halfWidth(1 - alpha) * error;
      const p = difference === 0 ? 1 : twoSided(difference / error);
      return {
        estimator,
        a: one,
        b: other,
        difference,
        low: difference - half,
        high: difference + half,
        p,
        apart: one.high < other.low || other.high < one.low,
      };
    });
    const corrected = holm(pairs.map(({ p }) => p));
    const differences = pairs.map(({ p: _, ...pair }, i) => ({
      ...pair,
      holm: corrected[i]!,
      significant: corrected[i]! < alpha,
    }));
    return {
      condition,
      verdicts: [inA.verdict, inB.verdict],
      compared: pairs.length,
      differences: differences
        .filter(({ significant, apart }) => significant || apart)
        .sort((one, other) => one.holm - other.holm),
      onlyInA: names.onlyInA,
      onlyInB: names.onlyInB,
    };
  });
  return { a: a.name, b: b.name, alpha, conditions, onlyInA, onlyInB };
}

function standardError({ low, high }: Interval, confidence: number): number {
  return (high - low) / 2 / halfWidth(confidence);
}

function shared(a: object, b: object) {
  const [inA, inB] = [Object.keys(a), Object.keys(b)];
  return {
    both: inA.filter((name) => inB.includes(name)),
    onlyInA: inA.filter((name) => !inB.includes(name)),
    onlyInB: inB.filter((name) => !inA.includes(name)),
  };
}
