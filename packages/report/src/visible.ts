/** Control and format characters (C0, C1, bidi, zero-width, tags), separators of lines, lone surrogates, all that is ignored by default. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Text with what cannot be seen, or would be obeyed by a terminal, as JSON escapes it: `\u001b`, `\u202e`. New lines
 * stay. JSON stays JSON of the same data.
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, escaped);
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
}
