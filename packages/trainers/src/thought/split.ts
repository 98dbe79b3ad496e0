import type { Boundary } from '@vestige/rollouts';

/** Where a completion is divided; joined in this order, the texts are the completion. */
export interface Split {
  readonly boundary: Boundary;
  readonly opening: string | null;
  readonly thought: string | null;
  readonly closing: string | null;
  readonly response: string;
}

/** Where a mark stands: from its first character to behind its last. */
export type Found = readonly [start: number, end: number];

/** Finds the marks of thoughts in completions and prompts. */
export interface Marker {
  /** What an account calls it. */
  readonly name: string;
  /** The first mark that opens a thought; null if there is none. */
  opens(text: string): Found | null;
  /** The first mark that closes one. */
  closes(text: string, from: number): Found | null;
  /** Whether a prompt ends with the mark that opens a thought. */
  promptOpens(prompt: string): boolean;
}

/**
 * Divides a completion.
 *
 * @param begun whether the thought was begun before the completion, if the completion does not say
 */
export function split(marker: Marker, completion: string, begun: boolean): Split {
  const open = marker.opens(completion);
  const first = marker.closes(completion, 0);
  if (first && (!open || first[0] < open[0])) {
    return divided('opened', completion, [0, 0], first);
  }
  if (open) {
    const close = first && first[0] >= open[1] ? first : marker.closes(completion, open[1]);
    return close ? divided('closed', completion, open, close) : divided('unfinished', completion, open, null);
  }
  return begun ? divided('unfinished', completion, [0, 0], null) : undivided('none', completion);
}

/** A completion without a thought, as far as is known. */
export function undivided(boundary: 'none' | 'unknown', completion: string): Split {
  return { boundary, opening: null, thought: null, closing: null, response: completion };
}

function divided(boundary: Boundary, completion: string, open: Found, close: Found | null): Split {
  const end = close ?? [completion.length, completion.length];
  return {
    boundary,
    opening: completion.slice(0, open[1]) || null,
    thought: completion.slice(open[1], end[0]),
    closing: completion.slice(end[0], end[1]) || null,
    response: completion.slice(end[1]),
  };
}
