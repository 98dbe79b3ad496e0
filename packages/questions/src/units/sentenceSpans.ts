import { type Block, blocksOf } from './blocks.ts';
import type { Span } from './formulas.ts';
import { sentencesOf } from './sentences.ts';

/** A sentence, and the kind of block that it stands in. */
export interface Sentence extends Span {
  readonly block: Block['kind'];
}

/**
 * Splits a text into sentences. Each line begins a new one; an item of a list, a heading, a Markdown table, fenced code and a
 * formula over several lines are one each. Between them stands nothing but space. Linear in the length of the text.
 */
export function sentenceSpans(text: string): Sentence[] {
  const found: Sentence[] = [];
  for (const block of blocksOf(text)) {
    const spans = block.kind === 'prose' ? sentencesOf(text, block, block.whole) : [block];
    for (const { start, end } of spans) {
      const written = text.slice(start, end);
      const from = start + written.length - written.trimStart().length;
      const to = start + written.trimEnd().length;
      if (from < to) found.push({ start: from, end: to, block: block.kind });
    }
  }
  return found;
}
