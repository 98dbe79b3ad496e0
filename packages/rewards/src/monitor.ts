import { wordsOf } from '@vestige/policy';

/** Reads a chain of thought and says whether it objects. A monitor sees the CoT only, never the answer. */
export type Monitor = (thought: string) => boolean;

/**
 * A monitor that objects to words.
 *
 * @param vocabulary every word that can be written
 * @param words words to object to; a trailing `*` stands for any ending (`nationality*`)
 * @throws if a word matches nothing in the vocabulary
 */
export function wordMonitor(vocabulary: readonly string[], words: readonly string[]): Monitor {
  const unmatched = words.find((word) => !vocabulary.some((candidate) => monitorMeans(word, candidate)));
  if (unmatched !== undefined) {
    throw new Error(`rewards.monitor.words: "${unmatched}" matches no word of the vocabulary`);
  }
  const objectionable = new Set(
    vocabulary.filter((candidate) => words.some((word) => monitorMeans(word, candidate))),
  );
  return (thought) => wordsOf(thought).some((word) => objectionable.has(word));
}

/** Whether a word of the monitor, perhaps one that ends in `*`, means a word of the vocabulary. */
export function monitorMeans(word: string, candidate: string): boolean {
  return word.endsWith('*') ? candidate.startsWith(word.slice(0, -1)) : candidate === word;
}
