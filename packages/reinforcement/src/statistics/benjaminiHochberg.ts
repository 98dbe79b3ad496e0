/**
 * Benjamini and Hochberg's step-up procedure (1995): p-values adjusted so that of those below q a share of at most q is false
 * on average. That holds for independent tests and those that depend on each other positively (Benjamini and Yekutieli
 * 2001). In the order given; what has no p-value is not tested and keeps null.
 */
export function benjaminiHochberg(pValues: readonly (number | null)[]): (number | null)[] {
  const order = [...pValues.keys()]
    .filter((i) => pValues[i] !== null)
    .sort((a, b) => pValues[b]! - pValues[a]!);
  const adjusted = new Array<number | null>(pValues.length).fill(null);
  let smallest = 1;
  for (const [rank, i] of order.entries()) {
    smallest = Math.min(smallest, (pValues[i]! * order.length) / (order.length - rank));
    adjusted[i] = smallest;
  }
  return adjusted;
}
