/** Scripts that write no space between words: each of their characters counts as a word. */
const UNSPACED =
  '\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmr}\\p{sc=Mymr}';
const LETTERS = `[[\\p{L}\\p{M}]--[${UNSPACED}]]+`;
const TOKEN = new RegExp(
  `${LETTERS}(?:['’]${LETTERS})*|[[\\p{L}\\p{M}]&&[${UNSPACED}]]|\\p{N}+(?:[.,]\\p{N}+)*|[.!?。！？\\n]+`,
  'gv',
);
const LETTER = /^[\p{L}\p{M}]/u;
const NUMBER = /^\p{N}/u;

/** Stands for every number. */
export const ANY_NUMBER = '#';
/** Stands where a sentence or a line may end: no phrase goes over it. */
export const BREAK = '\n';

/**
 * Words of a text in lower case, {@link ANY_NUMBER} for each number, {@link BREAK} at the ends of lines and sentences. A
 * word is a run of letters, with apostrophes within; other signs stand between words and are left out. Linear in the length.
 */
export function wordsOf(text: string): string[] {
  const tokens: string[] = text.toLowerCase().match(TOKEN) ?? [];
  for (let i = 0; i < tokens.length; i++) tokens[i] = wordOf(tokens[i]!);
  return tokens;
}

/** A word of {@link wordsOf}, and where it stands. */
export interface PlacedWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** {@link wordsOf} with their places, in characters (UTF-16). */
export function placedWordsOf(text: string): PlacedWord[] {
  return Array.from(text.matchAll(TOKEN), ({ 0: token, index }) => ({
    word: wordOf(token.toLowerCase()),
    start: index,
    end: index + token.length,
  }));
}

function wordOf(token: string): string {
  const first = token.charCodeAt(0);
  if (first >= 97 && first <= 122) return token;
  return NUMBER.test(token) ? ANY_NUMBER : LETTER.test(token) ? token : BREAK;
}
