/** Six decimals: far below every sampling error, and short in JSON. */
export function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}
