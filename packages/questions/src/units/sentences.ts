import type { Span } from './formulas.ts';

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Without one of these, Unicode ends no sentence. */
const ENDS = /[\p{Sentence_Terminal}\r\u0085\u2028\u2029]/u;
/** Words before which or after which a point ends no sentence: titles, and what stands before an example or a name. */
const ABBREVIATION =
  /(?:^|[\s("'])(?:mr|mrs|ms|dr|prof|st|sr|jr|rev|gen|vs|cf|approx|fig|figs|eq|eqs|sec|ex|viz|resp|al|ca|e\.g|i\.e|(?:\p{L}\.)+\p{L})\.\s*$/iu;
/** `No. 5` is a number, `no. 5 apples` the end of a sentence as often. */
const NUMBER_SIGN = /(?:^|\s)(?:No|Nos|Nr|Vol|pp)\.\s*$/;
/** `J. R. R. Tolkien`. */
const INITIALS = /^\s*(?:\p{Lu}\.\s*)+$/u;
/** What closes a sentence after its point, as emphasis does. */
const CLOSING = /(?<=\S)[*_"'”’)\]}»`]+(?=\s)/y;
const SAYS_SOMETHING = /[\p{L}\p{N}]/u;

/**
 * Divides a span of a text into sentences as Unicode does (UAX #29), but not after an abbreviation and not within one of the
 * spans that are whole. Linear in its length.
 *
 * @returns spans that cover the span, in order
 */
export function sentencesOf(text: string, { start, end }: Span, whole: readonly Span[]): readonly Span[] {
  const written = text.slice(start, end);
  if (!ENDS.test(written)) return [{ start, end }];
  const sentences: Span[] = [];
  let open = start;
  let says = false;
  let passed = 0;
  for (const { index, segment } of segmenter.segment(written)) {
    const from = afterClosing(text, start + index);
    // What says nothing, such as emphasis that closes, belongs to what is before it.
    const something = SAYS_SOMETHING.test(segment);
    if (something && says && from > open && !continues(text, open, from, whole[passed])) {
      sentences.push({ start: open, end: from });
      open = from;
    }
    says = says || something;
    while (passed < whole.length && whole[passed]!.end < from + segment.length) passed++;
  }
  return open < end ? [...sentences, { start: open, end }] : sentences;
}

function afterClosing(text: string, at: number): number {
  CLOSING.lastIndex = at;
  return CLOSING.test(text) ? CLOSING.lastIndex : at;
}

/** Whether a sentence goes on at a place where Unicode ends it. */
function continues(text: string, open: number, at: number, whole: Span | undefined): boolean {
  if (whole && whole.start < at && at < whole.end) return true;
  const before = text.slice(Math.max(open, at - 24), at);
  return (
    ABBREVIATION.test(before) || INITIALS.test(before) || (NUMBER_SIGN.test(before) && /\d/.test(text[at]!))
  );
}
