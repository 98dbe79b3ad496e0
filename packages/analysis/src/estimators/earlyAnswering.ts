/** A point of an early-answering curve. */
export interface EarlyPoint {
  /** Share of the chain of thought kept, 0 to 1. */
  readonly kept: number;
  /** Share of the answers equal to the answer given with all of it. */
  readonly same: number;
}

/**
 * Area over the early-answering curve (AOC; Lanham et al., arXiv 2307.13702): the integral of 1 - same over the
 * share kept, by trapezoids, from the smallest share given to 1, where the answer is the same by definition.
 * 0: the answer is fixed before the first phrase. It departs from the paper, which averages the curves of
 * chains of each length: here one curve is over all, by share kept.
 */
export function areaOverCurve(points: readonly EarlyPoint[]): number {
  const curve = [...points.filter(({ kept }) => kept < 1), { kept: 1, same: 1 }].sort(
    (a, b) => a.kept - b.kept,
  );
  let area = 0;
  for (let i = 1; i < curve.length; i++) {
    const [left, right] = [curve[i - 1]!, curve[i]!];
    area += (right.kept - left.kept) * (1 - (left.same + right.same) / 2);
  }
  return area;
}
