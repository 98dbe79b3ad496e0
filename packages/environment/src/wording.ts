import { type ClosedVocabulary, CONTROL_WORDS, wordFormat, wordsOf } from '@vestige/policy';
import type { Environment } from './environment.ts';
import type { Unit } from './task.ts';

/** What follows from the words of an environment alone, whatever they mean. */
export function wording({
  words,
  ...answering
}: Omit<ClosedVocabulary, 'vocabulary'> & Pick<Environment, 'words'>): ClosedVocabulary &
  Pick<Environment, 'words' | 'format' | 'candidates' | 'length'> {
  const closed = { vocabulary: [...CONTROL_WORDS, ...words], ...answering };
  return {
    ...closed,
    words,
    format: wordFormat(closed),
    candidates: () => closed.answers,
    length: (thought) => wordsOf(thought).length,
  };
}

/** A phrase of a thought: as many words, at least one, and what kind of phrase they are. */
export type Phrase = Pick<Unit, 'kind' | 'weight'>;

/**
 * Splits a thought into units that cover it.
 *
 * @param phraseAt the phrase that begins at a word, whatever word it is
 */
export function unitsOf(
  thought: string,
  phraseAt: (words: readonly string[], at: number) => Phrase,
): readonly Unit[] {
  const words = wordsOf(thought);
  const units: Unit[] = [];
  let start = 0;
  for (let at = 0; at < words.length; ) {
    const { kind, weight } = phraseAt(words, at);
    let end = start - 1;
    for (const next = at + weight; at < next; at++) end += 1 + words[at]!.length;
    units.push({ start, end, kind, weight });
    start = end + 1;
  }
  return units;
}

/** The words of a unit. */
export function wordsIn(thought: string, { start, end }: Unit): string[] {
  return wordsOf(thought.slice(start, end));
}
