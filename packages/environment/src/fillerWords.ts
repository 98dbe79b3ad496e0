import type { RandomStream } from '@vestige/random';

/**
 * Other filler words: each is dropped or replaced by another, and a chain of thought that begins without one is
 * given an opener.
 *
 * @param fillers the environment's filler words, token ids
 */
export function rewordFillers(
  cot: readonly number[],
  fillers: readonly number[],
  stream: RandomStream,
): readonly number[] {
  const reworded = cot.flatMap((token) => {
    if (!fillers.includes(token)) return [token];
    const others = fillers.filter((filler) => filler !== token);
    return others.length === 0 || stream.chance(0.5) ? [] : [stream.choice(others)];
  });
  const opened = cot.length > 0 && fillers.includes(cot[0]!);
  return opened ? reworded : [stream.choice(fillers), ...reworded];
}
