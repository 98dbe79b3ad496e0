const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** Words of a text as Unicode divides it (UAX #29), a number being one; 1 for a text of signs alone, such as `---`. */
export function countWords(text: string): number {
  let words = 0;
  for (const { isWordLike } of segmenter.segment(text)) if (isWordLike) words++;
  return Math.max(1, words);
}
