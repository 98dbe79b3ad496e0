import type { Token } from './binding.ts';

/** Tokens that are evaluated together. */
export type Segment = readonly Token[];

/** Tokens of which a segment has at least as many, unless the text ends, and at most. */
const LEAST = 8;
const MOST = 128;
/** A token that ends a sentence or a line. */
const ENDS = /[.!?。！？]["'”’)\]*_]*\s*$|\n\s*$/;

/** The rule by which text that was not written is split; it counts as part of what a distribution depends on. */
export const SEGMENT_RULE =
  `sentences and lines of ${LEAST} to ${MOST} tokens; what was written token by token` as const;

/**
 * Splits tokens where sentences and lines end.
 *
 * Whether it is split behind a token depends on this token and those before it only, so that texts with the same beginning
 * have the same segments there.
 *
 * @param textOf the text of a token
 */
export function split(tokens: readonly Token[], textOf: (token: Token) => string): readonly Segment[] {
  const segments: Segment[] = [];
  let start = 0;
  for (const [i, token] of tokens.entries()) {
    const length = i + 1 - start;
    if (length < MOST && (length < LEAST || !ENDS.test(textOf(token)))) continue;
    segments.push(tokens.slice(start, i + 1));
    start = i + 1;
  }
  if (start < tokens.length) segments.push(tokens.slice(start));
  return segments;
}

/** How many of the first segments are the same. */
export function shared(a: readonly Segment[], b: readonly Segment[]): number {
  const most = Math.min(a.length, b.length);
  for (let i = 0; i < most; i++) if (!same(a[i]!, b[i]!)) return i;
  return most;
}

/** How many tokens there are in all. */
export function count(segments: readonly Segment[]): number {
  return segments.reduce((sum, { length }) => sum + length, 0);
}

function same(a: Segment, b: Segment): boolean {
  return a === b || (a.length === b.length && a.every((token, i) => token === b[i]));
}
