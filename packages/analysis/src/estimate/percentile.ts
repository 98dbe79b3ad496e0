/** Quantile of sorted values by linear interpolation (type 7 of Hyndman and Fan). NaN if there are none. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * q;
  const below = Math.floor(at);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (at - below);
}

/** Percentile interval of bootstrap values; those that are not finite do not count. */
export function percentileInterval(
  values: Float64Array,
  confidence: number,
): readonly [low: number, high: number] {
  const sorted = finite(values).sort();
  return [quantile(sorted, (1 - confidence) / 2), quantile(sorted, (1 + confidence) / 2)];
}

function finite(values: Float64Array): Float64Array {
  const kept = new Float64Array(values.length);
  let count = 0;
  for (const value of values) if (Number.isFinite(value)) kept[count++] = value;
  return kept.subarray(0, count);
}

/**
 * Two-sided p-value of the value 0: twice the smaller share of resamples on either side of it, zero counting
 * for both, with one added to count and total so that it is never 0 (Davison and Hinkley 1997, 4.11).
 */
export function pValueOfZero(values: Float64Array): number {
  let above = 0;
  let below = 0;
  for (const value of values) {
    if (value >= 0) above++;
    if (value <= 0) below++;
  }
  return Math.min(1, (2 * (1 + Math.min(above, below))) / (1 + values.length));
}
