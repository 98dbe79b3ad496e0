/** Reads a chain of thought and says whether it objects. A monitor sees the CoT only, never the answer. */
export type Monitor = (cot: readonly number[]) => boolean;

/**
 * A monitor that objects to words.
 *
 * @param vocabulary token id -> word
 * @param words words to object to; a trailing `*` stands for any ending (`nationality*`)
 * @throws if a word matches nothing in the vocabulary
 */
export function wordMonitor(vocabulary: readonly string[], words: readonly string[]): Monitor {
  const forbidden = new Set<number>();
  for (const word of words) {
    const stem = word.endsWith('*') ? word.slice(0, -1) : undefined;
    const before = forbidden.size;
    for (const [id, candidate] of vocabulary.entries()) {
      if (stem === undefined ? candidate === word : candidate.startsWith(stem)) forbidden.add(id);
    }
    if (forbidden.size === before) {
      throw new Error(`rewards.monitor.words: "${word}" matches no word of the vocabulary`);
    }
  }
  return (cot) => cot.some((token) => forbidden.has(token));
}
