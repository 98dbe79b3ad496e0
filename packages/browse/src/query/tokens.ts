/** Scripts that write no space between words: each of their characters is a token. */
const UNSPACED =
  '\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmr}\\p{sc=Mymr}';
const SIGNS = '\\p{L}\\p{N}\\p{M}\\p{Co}';
const TOKEN = new RegExp(`[[${SIGNS}]&&[${UNSPACED}]]|[[${SIGNS}]--[${UNSPACED}]]+`, 'gv');
const CROWDED = new RegExp(`[${UNSPACED}]`, 'v');
const CROWD = new RegExp(`[[${SIGNS}]&&[${UNSPACED}]]`, 'gv');
const BEYOND_ASCII = /[^\0-\x7f]/;

/** A token of a text, and where it stands, in characters (UTF-16). */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Runs of letters and digits, in lower case: what SQLite's `unicode61` makes of {@link spaced} text. Linear in the length. */
export function tokensOf(text: string): Token[] {
  return Array.from(text.matchAll(TOKEN), ({ 0: token, index }) => ({
    text: token.toLowerCase(),
    start: index,
    end: index + token.length,
  }));
}

/** Text with space around each character of a script that writes none between words. */
export function spaced(text: string): string {
  if (!BEYOND_ASCII.test(text) || !CROWDED.test(text)) return text;
  return text.replace(CROWD, ' $& ');
}
