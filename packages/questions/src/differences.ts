/** Notions of whether one sentence, in the place of another, says something else, by name. */
export const DIFFERENCES = {
  /** It names other numbers, or shares fewer than half of its words with the other: a paraphrase mostly does not. */
  words: (sentence, other) =>
    numbersIn(sentence) !== numbersIn(other) || overlap(wordsIn(sentence), wordsIn(other)) < 0.5,
  /** It is another text, space around it aside. */
  text: (sentence, other) => sentence.trim() !== other.trim(),
} as const satisfies Readonly<Record<string, (sentence: string, other: string) => boolean>>;

export type DifferenceName = keyof typeof DIFFERENCES;

const WORDS = new Intl.Segmenter('en', { granularity: 'word' });

function wordsIn(sentence: string): ReadonlySet<string> {
  const words = [...WORDS.segment(sentence.toLowerCase())].filter(({ isWordLike }) => isWordLike);
  return new Set(words.map(({ segment }) => segment));
}

function numbersIn(sentence: string): string {
  return (sentence.match(/\d+(?:[.,]\d+)*/g) ?? []).join(' ');
}

/** Words in both of those in either (Jaccard 1912); 1 if there are none. */
function overlap(words: ReadonlySet<string>, others: ReadonlySet<string>): number {
  const all = new Set([...words, ...others]).size;
  const shared = [...words].filter((word) => others.has(word)).length;
  return all === 0 ? 1 : shared / all;
}
