import { formulaFinder, type Span } from './formulas.ts';

/** Lines of a text that belong together. */
export interface Block extends Span {
  readonly kind: 'code' | 'table' | 'heading' | 'item' | 'prose';
  /** Formulas and code within, in order, in which no sentence ends. */
  readonly whole: readonly Span[];
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const ROW = /^\s*\|/;
const HEADING = /^ {0,3}#{1,6}\s|^\s*\*\*[^*]+\*\*:?\s*$/;
const ITEM = /^\s*(?:[-*+•]|\d{1,3}[.)]|\(?[A-Za-z\d]\)|[a-z]\.)\s+\S/;

/**
 * The lines of a text: those of fenced code, of a Markdown table and of a formula together, any other alone. An unclosed fence
 * goes to the end; an unclosed formula, or one with an empty line in it, is none. Linear in the length of the text.
 */
export function blocksOf(text: string): readonly Block[] {
  const lines = linesOf(text);
  const written = (i: number) => text.slice(lines[i]!.start, lines[i]!.end);
  const formulasIn = formulaFinder(text);
  const blocks: Block[] = [];
  for (let i = 0; i < lines.length; ) {
    const line = written(i);
    if (line.trim() === '') {
      i++;
      continue;
    }
    const fence = FENCE.exec(line)?.[1];
    const kind = fence !== undefined ? 'code' : ROW.test(line) ? 'table' : kindOf(line);
    const whole: Span[] = [];
    let next = i + 1;
    if (fence !== undefined) {
      while (next < lines.length && !closes(written(next), fence)) next++;
      next = Math.min(next + 1, lines.length);
    } else if (kind === 'table') {
      while (next < lines.length && ROW.test(written(next))) next++;
    } else {
      whole.push(...formulasIn(lines[i]!));
      while ((whole.at(-1)?.end ?? 0) > lines[next - 1]!.end) {
        while (lines[next - 1]!.end < whole.at(-1)!.end) next++;
        whole.push(...formulasIn({ start: whole.at(-1)!.end, end: lines[next - 1]!.end }));
      }
    }
    blocks.push({ start: lines[i]!.start, end: lines[next - 1]!.end, kind, whole });
    i = next;
  }
  return blocks;
}

function linesOf(text: string): readonly Span[] {
  const lines: Span[] = [];
  for (let start = 0; start <= text.length; start = lines.at(-1)!.end + 1) {
    const found = text.indexOf('\n', start);
    lines.push({ start, end: found < 0 ? text.length : found });
  }
  return lines;
}

function kindOf(line: string): 'heading' | 'item' | 'prose' {
  return HEADING.test(line) ? 'heading' : ITEM.test(line) ? 'item' : 'prose';
}

function closes(line: string, fence: string): boolean {
  const mark = line.trim();
  return mark.length >= fence.length && mark === fence[0]!.repeat(mark.length);
}
