/** The place amid the widest gap between places in order; undefined if there is none. */
export function amidWidestGap(places: readonly number[]): number | undefined {
  let widest = 1;
  let amid: number | undefined;
  for (const [i, place] of places.entries()) {
    const gap = i === 0 ? 0 : place - places[i - 1]!;
    if (gap <= widest) continue;
    widest = gap;
    amid = places[i - 1]! + Math.floor(gap / 2);
  }
  return amid;
}
