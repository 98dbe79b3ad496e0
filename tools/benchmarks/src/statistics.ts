/** Median and quartiles of a sample. */
export interface Quartiles {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** The quantile at `fraction` of a sample, linear between its order statistics. Throws on an empty sample. */
export function quantile(sample: readonly number[], fraction: number): number {
  if (sample.length === 0) throw new Error('quantile of an empty sample');
  const sorted = sample.toSorted((a, b) => a - b);
  const at = fraction * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  const above = sorted[Math.ceil(at)]!;
  return below + (above - below) * (at - Math.floor(at));
}

export function quartilesOf(sample: readonly number[]): Quartiles {
  return { low: quantile(sample, 0.25), median: quantile(sample, 0.5), high: quantile(sample, 0.75) };
}

/**
 * Ratio of two systems' times, pair by pair: repetition i of both ran one after the other, so that what slows
 * the machine for a while slows both.
 */
export function ratios(times: readonly number[], toTimes: readonly number[]): number[] {
  if (times.length !== toTimes.length) {
    throw new Error(`${times.length} repetitions cannot be paired with ${toTimes.length}`);
  }
  return times.map((time, i) => time / toTimes[i]!);
}
