import type { Mistake } from './question.ts';

/** How signs may be written. */
const SIGNS: Readonly<Record<string, string>> = {
  '*': '(?:[*×x·]|\\\\times|\\\\cdot)',
  '×': '(?:[*×x·]|\\\\times|\\\\cdot)',
  '-': '[-−–]',
  "'": "['’]",
};

/**
 * The beginning of a text up to a statement that can be made false, the false one in its place: the statement that stands
 * first, of two at one place the longer. Case, space around signs, separators of thousands, currency signs within and the way
 * of writing a sign do not count; a statement begins and ends where a word or a number does.
 *
 * @returns undefined if the text holds none of the statements
 */
export function mistaken(text: string, mistakes: readonly Mistake[]): string | undefined {
  let first: { readonly at: number; readonly length: number; readonly wrong: string } | undefined;
  for (const { right, wrong } of mistakes) {
    const found = patternOf(right).exec(text);
    if (!found) continue;
    const { length } = found[0];
    if (!first || found.index < first.at || (found.index === first.at && length > first.length)) {
      first = { at: found.index, length, wrong };
    }
  }
  return first && text.slice(0, first.at) + first.wrong;
}

const PARTS = /\d+(?:[.,]\d+)*|[\p{L}\p{M}]+|\S/gu;

function patternOf(statement: string): RegExp {
  let pattern = '';
  let end = 0;
  for (const { 0: part, index } of statement.trim().matchAll(PARTS)) {
    const apart = index > end && isWord(part) && isWord(statement.trim()[end - 1]);
    if (index > 0) pattern += apart ? '\\s+' : '\\s*';
    if (index > 0 && /^\d/.test(part)) pattern += '[$€£]?';
    pattern += writingsOf(part);
    end = index + part.length;
  }
  return new RegExp(`(?<![\\p{L}\\p{N}_]|\\d[.,])${pattern}(?![\\p{L}\\p{N}_]|[.,]\\d)`, 'iu');
}

function writingsOf(part: string): string {
  if (/^\d/.test(part)) return grouped(part);
  return SIGNS[part] ?? part.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}

function isWord(part: string | undefined): boolean {
  return part !== undefined && /^[\p{L}\p{M}\d]/u.test(part);
}

/** A number, with or without separators of thousands. */
function grouped(number: string): string {
  const [whole = '', ...fraction] = number.replaceAll(',', '').split('.');
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, ',?'), ...fraction].join('\\.');
}
