import { percent } from '@vestige/report/numbers';
import type { CalibrationMetrics, Share } from '../metrics.ts';

/** A share with its standard error, in percent. */
export function shareText({ share, error }: Share): string {
  return `${percent(share)} ± ${(error * 100).toFixed(1)}`;
}

/** The outcome in three sentences. */
export function headlineSentences({ headline, simulations, confidence }: CalibrationMetrics): string[] {
  const { worst, right, falselyVestigial, coverage } = headline;
  return [
    `Verdicts are right in ${shareText(right)} of ${right.count} simulated experiments; least often for the policy ${worst.policy}, in ${shareText(worst)} of ${simulations}.`,
    `“Vestigial” was said ${falselyVestigial.count} times in ${falselyVestigial.of} verdicts on policies that use their reasoning, small samples and seeds that differ included.`,
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
