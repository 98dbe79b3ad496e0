import type { Interval } from '../analysis.ts';

/** A share in percent, as sentences have it. */
export function percent(share: number): string {
  return `${(Math.round(share * 1000) / 10 + 0).toFixed(1).replace('-', '\u2212')}%`;
}

/** The same with its interval. */
export function percentInterval({ mean, low, high }: Interval, confidence: number): string {
  return `${percent(mean)} (${+(confidence * 100).toFixed(1)}% interval ${percent(low)} to ${percent(high)})`;
}
