import { tokensOf } from './tokens.ts';

/** Words that stand in a row. */
export interface Phrase {
  readonly tokens: readonly string[];
  /** Whether the last of them may go on. */
  readonly open: boolean;
}

/** What a text has to hold: of each of `all` some phrase, and none of `none`. */
export interface TextQuery {
  readonly all: readonly (readonly Phrase[])[];
  readonly none: readonly Phrase[];
}

/** A query that cannot be answered. The message is one line. */
export class QueryError extends Error {
  override name = 'QueryError';
}

/** Fewest letters before a `*`. */
const FEWEST = 3;
/** Phrases of a query. */
const MOST = 64;

interface Piece {
  readonly text: string;
  readonly not: boolean;
  readonly quoted: boolean;
  readonly open: boolean;
}

/**
 * Reads a query. `a b` asks for both words, `"a b"` for them in a row, `a OR b` for one of them, `-a` for none, `a*` for words
 * that begin so. Case and punctuation do not count.
 *
 * @throws {QueryError} if it has a mistake
 */
export function parseText(text: string): TextQuery {
  const all: Phrase[][] = [];
  const none: Phrase[] = [];
  let joins = false;
  const pieces = piecesOf(text);
  if (pieces.length > MOST)
    throw new QueryError(`the query has ${pieces.length} words; expected ${MOST} at most`);
  for (const piece of pieces) {
    if (piece.text === 'OR' && !piece.quoted && !piece.not && !piece.open) {
      if (all.length === 0 || joins) throw new QueryError('OR has nothing before it; expected a OR b');
      joins = true;
      continue;
    }
    const phrase = phraseOf(piece);
    if (piece.not && joins)
      throw new QueryError(`OR -${piece.text} is not possible; expected a word after OR`);
    if (piece.not) none.push(phrase);
    else if (joins) all.at(-1)!.push(phrase);
    else all.push([phrase]);
    joins = false;
  }
  if (joins) throw new QueryError('OR has nothing after it; expected a OR b');
  return { all, none };
}

function phraseOf({ text, not, open, quoted }: Piece): Phrase {
  const tokens = tokensOf(text).map((token) => token.text);
  const written = `${not ? '-' : ''}${quoted ? `"${text}"` : text}${open ? '*' : ''}`;
  if (tokens.length === 0) throw new QueryError(`${written} has no letter and no digit to look for`);
  if (open && tokens.at(-1)!.length < FEWEST) {
    throw new QueryError(`${written} could be too many words; expected ${FEWEST} letters or more before *`);
  }
  return { tokens, open };
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text[at]!)) {
      at++;
      continue;
    }
    const not = text[at] === '-' && at + 1 < text.length && !/\s/.test(text[at + 1]!);
    if (not) at++;
    const quoted = text[at] === '"';
    const end = quoted ? text.indexOf('"', at + 1) : endOfWord(text, at);
    if (end < 0) {
      const after = text.slice(at + 1, at + 21).trim();
      throw new QueryError(
        `the quotation mark ${after === '' ? 'at the end' : `before ${after}`} is never closed`,
      );
    }
    const written = text.slice(quoted ? at + 1 : at, end);
    at = quoted ? end + 1 : end;
    const open = quoted ? text[at] === '*' : written.endsWith('*');
    if (quoted && open) at++;
    pieces.push({ text: !quoted && open ? written.slice(0, -1) : written, not, quoted, open });
  }
  return pieces;
}

/** A quotation mark within a word begins another piece. */
function endOfWord(text: string, from: number): number {
  const length = text.slice(from).search(/[\s"]/);
  return length < 0 ? text.length : from + length;
}
