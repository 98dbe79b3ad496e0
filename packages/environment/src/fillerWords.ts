import { wordsOf } from '@vestige/policy';
import type { RandomStream } from '@vestige/random';

/**
 * Other filler words: each is dropped or replaced by another, and a thought that begins without one is given an
 * opener.
 *
 * @param fillers the environment's filler words
 */
export function rewordFillers(thought: string, fillers: readonly string[], stream: RandomStream): string {
  const words = wordsOf(thought);
  const reworded: string[] = [];
  for (const word of words) {
    if (!fillers.includes(word)) {
      reworded.push(word);
      continue;
    }
    const others = fillers.filter((filler) => filler !== word);
    if (others.length > 0 && !stream.chance(0.5)) reworded.push(stream.choice(others));
  }
  if (!fillers.includes(words[0] ?? '')) reworded.unshift(stream.choice(fillers));
  return reworded.join(' ');
}
