import type { Unit } from '@vestige/environment';
import { kindOfUnit } from './kinds.ts';
import { sentenceSpans } from './sentenceSpans.ts';
import { countWords } from './words.ts';

/**
 * Splits a thought into sentences, as `sentenceSpans` does. `weight` is the number of words. Linear in the length of the
 * thought.
 *
 * Kinds, the first that applies: `code`, `table`, `heading`; `conclusion` announces an answer; `check` turns back, as `Wait`
 * does; `calculation` has arithmetic or an equation with a number, or is a formula; `item` of a list; `statement`.
 */
export function sentenceUnits(thought: string): readonly Unit[] {
  return sentenceSpans(thought).map(({ start, end, block }) => {
    const unit = thought.slice(start, end);
    return { start, end, kind: kindOfUnit(unit, block), weight: countWords(unit) };
  });
}
