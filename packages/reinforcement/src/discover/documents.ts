/** Places, in order, of the texts of a sample that have a feature. */
export type Documents = Int32Array;

/** Texts of each third in a sample, and which third each is of. */
export interface Thirds {
  readonly of: Uint8Array;
  readonly sizes: readonly [number, number, number];
}

/** Fewest texts of each third that a feature has to be in, one of them at least; infinite in an empty third. */
export function fewestOf({ sizes }: Thirds, minimumShare: number): readonly number[] {
  return sizes.map((size) => (size === 0 ? Infinity : Math.max(2, minimumShare * size)));
}

/** Whether a feature is frequent in some third. */
export function isFrequent(counts: ArrayLike<number>, at: number, fewest: readonly number[]): boolean {
  return fewest.some((count, third) => counts[at + third]! >= count);
}
