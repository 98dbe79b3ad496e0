import type { Unit } from '@vestige/environment';
import { blocksOf } from './blocks.ts';
import { kindOfUnit } from './kinds.ts';
import { sentencesOf } from './sentences.ts';
import { countWords } from './words.ts';

/**
 * Splits a thought into sentences. Each line begins a new unit; an item of a list, a heading, a Markdown table, fenced code and
 * a formula over several lines are one unit each. `weight` is the number of words. Linear in the length of the thought.
 *
 * Kinds, the first that applies: `code`, `table`, `heading`; `conclusion` announces an answer; `check` turns back, as `Wait`
 * does; `calculation` has arithmetic or an equation with a number, or is a formula; `item` of a list; `statement`.
 */
export function sentenceUnits(thought: string): readonly Unit[] {
  return blocksOf(thought).flatMap((block) => {
    const spans = block.kind === 'prose' ? sentencesOf(thought, block, block.whole) : [block];
    return spans.flatMap(({ start, end }) => {
      const text = thought.slice(start, end);
      const from = start + text.length - text.trimStart().length;
      const to = start + text.trimEnd().length;
      if (from >= to) return [];
      const unit = thought.slice(from, to);
      return [{ start: from, end: to, kind: kindOfUnit(unit, block.kind), weight: countWords(unit) }];
    });
  });
}
