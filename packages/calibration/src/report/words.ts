import { percent } from '@vestige/report/numbers';
import type { CalibrationMetrics, Share } from './metrics.ts';
import { ALL } from './summarize.ts';

/** A share with its standard error, in percent. */
export function shareText({ share, error }: Share): string {
  return `${percent(share)} ± ${(error * 100).toFixed(1)}`;
}

/** The outcome in four sentences. */
export function headlineSentences({ headline, simulations, confidence }: CalibrationMetrics): string[] {
  const { worst, right, falselyVestigial, wrong, coverage } = headline;
  return [
    `Verdicts are right in ${shareText(right)} of ${right.count} simulated experiments; least often for the policy ${worst.policy}, in ${shareText(worst)} of ${simulations}.`,
    `${wrong.count} of ${wrong.of} verdicts, small samples and seeds that differ included, are wrong; the others that are not right are undecided.`,
    `“Vestigial” was said ${falselyVestigial.count} times in ${falselyVestigial.of} of these verdicts on policies that use their reasoning.`,
    `${shareText(coverage)} of the ${+(confidence * 100).toFixed(2)}% intervals hold the truth.`,
  ];
}

/** Verdicts found, the most frequent first. */
export function foundText(found: Readonly<Record<string, number>>): string {
  return Object.entries(found)
    .sort(([, a], [, b]) => b - a)
    .map(([verdict, count]) => `${verdict} ${count}`)
    .join(', ');
}

/** Estimators in the order to show them: all together, what decides verdicts, then by kind. */
export function inOrder<T extends { readonly estimator: string }>(rows: readonly T[]): T[] {
  const rank = ({ estimator }: T) => {
    if (estimator === ALL) return -1;
    const kinds = ['reliance', 'needs', 'accuracy', 'difference', 'unchanged', 'steering'];
    return estimator === 'reliance.minimum' ? 0 : 1 + kinds.indexOf(estimator.split('.')[0]!);
  };
  return [...rows].sort((a, b) => rank(a) - rank(b));
}
