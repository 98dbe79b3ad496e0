import { finder } from './finder.ts';

/** Characters [start, end) of a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What closes what. Those that may go over several lines have no empty line in them. */
const DELIMITERS: Readonly<Record<string, { readonly close: RegExp; readonly lines: boolean }>> = {
  $$: { close: /\$\$/, lines: true },
  '\\[': { close: /\\\]/, lines: true },
  '\\(': { close: /\\\)/, lines: true },
  $: { close: /(?<!\\)\$/, lines: false },
  '`': { close: /`/, lines: false },
};

/** A dollar that closes, as Pandoc has it. Where the next one does not, it was a sum of money. */
const DOLLAR = /\S\$(?!\d)/y;

const OPENING = /\$\$|\\\[|\\\(|(?<!\\)\$(?=\S)|`/;

/**
 * Finds the formulas and the code that begin within a span of a text, in order; the last may end after it. Spans are asked
 * for in order.
 */
export function formulaFinder(text: string): (within: Span) => readonly Span[] {
  const opening = finder(text, OPENING);
  const emptyLine = finder(text, /\n[^\S\n]*\n/);
  const lineEnd = finder(text, /\n/);
  const closing = Object.entries(DELIMITERS).map(
    ([open, { close, lines }]) => [open, finder(text, close), lines ? emptyLine : lineEnd] as const,
  );
  return ({ start, end }) => {
    const found: Span[] = [];
    for (let at = opening(start); at < end; at = opening(at)) {
      const [open, close, limit] = closing.find(([delimiter]) => text.startsWith(delimiter, at))!;
      const inner = at + open.length;
      const closed = close(inner);
      const whole = closed < limit(at) && (open !== '$' || closesAt(text, closed));
      if (whole) found.push({ start: at, end: closed + (open.length === 2 ? 2 : 1) });
      at = whole ? found.at(-1)!.end : inner;
    }
    return found;
  };
}

function closesAt(text: string, dollar: number): boolean {
  DOLLAR.lastIndex = dollar - 1;
  return DOLLAR.test(text);
}
