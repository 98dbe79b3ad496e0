/** A probability with three decimals. */
export function probability(x: number): string {
  return x.toFixed(3);
}
