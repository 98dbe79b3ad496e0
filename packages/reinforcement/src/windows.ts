import type { Bin } from './survey/layout.ts';
import { NO_STEP } from './survey/noStep.ts';

/** Neighbouring bins. */
export interface Window {
  /** Steps; null if unknown. */
  readonly first: number | null;
  readonly last: number | null;
  readonly rollouts: number;
  /** Of the bins. */
  readonly from: number;
  readonly to: number;
}

/** Divides bins into at most `most` windows of as many bins each, but for one. */
export function windowsOf(bins: readonly Bin[], most: number): Window[] {
  const count = Math.min(bins.length, most);
  return Array.from({ length: count }, (_, window) => {
    const from = Math.ceil((window * bins.length) / count);
    const to = Math.ceil(((window + 1) * bins.length) / count);
    const [first, last] = [bins[from]!.first, bins[to - 1]!.last];
    return {
      first: first === NO_STEP ? null : first,
      last: last === NO_STEP ? null : last,
      rollouts: bins.slice(from, to).reduce((sum, bin) => sum + bin.rollouts, 0),
      ...{ from, to },
    };
  });
}
