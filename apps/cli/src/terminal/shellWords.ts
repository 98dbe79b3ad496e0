/** A command line of these words, quoted where a shell needs it. */
export function shellWords(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ');
}
