import type { Environment } from '@vestige/environment';
import { isControl } from '../words.ts';

/** Where a word would go: in the place of one that is being typed, or after one that is whole. */
export interface Gap {
  /** Of what is replaced. */
  readonly start: number;
  readonly end: number;
  /** What of the word is there already. */
  readonly begun: string;
}

export interface Suggestion {
  readonly word: string;
  /** How probable the policy finds it at that place; undefined if it cannot be asked. */
  readonly probability: number | undefined;
}

/** Words that are suggested at most. */
const MOST = 8;

export function gapAt({ vocabulary }: Environment, text: string, caret: number): Gap {
  const start = caret - /\S*$/.exec(text.slice(0, caret))![0].length;
  const end = caret + /^\S*/.exec(text.slice(caret))![0].length;
  if (vocabulary.includes(text.slice(start, end))) return { start: end, end, begun: '' };
  return { start, end, begun: text.slice(start, caret) };
}

/**
 * Words that begin with what was typed, the likeliest first; if none does, those that begin with most of it, so that a
 * slip of the finger still leads to the word.
 *
 * @param distribution of the policy at that place, [vocabulary]
 */
export function suggest(
  { vocabulary }: Environment,
  begun: string,
  distribution: Float32Array | undefined,
): Suggestion[] {
  const words = vocabulary
    .map((word, token) => ({ word, probability: distribution?.[token] }))
    .filter(({ word }) => !isControl(word))
    .sort((a, b) => (b.probability ?? 0) - (a.probability ?? 0));
  for (let length = begun.length; length > 0; length--) {
    const beginning = begun.slice(0, length);
    const found = words.filter(({ word }) => word.startsWith(beginning));
    if (found.length > 0) return found.slice(0, MOST);
  }
  return words.slice(0, MOST);
}

/** The text with a word put into the gap, and the caret behind it. */
export function completed(text: string, { start, end }: Gap, word: string): { text: string; caret: number } {
  const left = text.slice(0, start);
  const before = `${left}${/\S$/.test(left) ? ' ' : ''}${word} `;
  return { text: before + text.slice(end).trimStart(), caret: before.length };
}
