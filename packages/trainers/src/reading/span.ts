/**
 * A part of a file that is read by itself: bytes of a file of JSON lines, from the beginning of a line; rows of a Parquet
 * file.
 */
export interface Span {
  readonly from: number;
  /** The first that is beyond it. */
  readonly to: number;
  /** Line or row of its first record, from 1. */
  readonly first: number;
}

/** All of a file. */
export const WHOLE: Span = { from: 0, to: Number.POSITIVE_INFINITY, first: 1 };

/** Bytes of a part, or twice as many. */
export const PART = 2 ** 28;

/**
 * How many parts a file is divided into: an even number, so that two threads have as much to do; one if it is small.
 *
 * @param bytes of the file, uncompressed
 */
export function partCount(bytes: number, part: number): number {
  return bytes <= 2 * part ? 1 : 2 * Math.ceil(bytes / (4 * part));
}
