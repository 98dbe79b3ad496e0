import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Part of the key that names a stream: the run's seed first, then what the numbers are for. */
export type KeyPart = string | number;

/** A deterministic source of random numbers. Two streams of the same key give the same numbers. */
export interface RandomStream {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform integer in [0, bound). */
  integer(bound: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One element, each equally likely. Throws on an empty list. */
  choice<T>(items: readonly T[]): T;
  /** A new list in random order (Fisher-Yates). */
  shuffled<T>(items: readonly T[]): T[];
  /** Standard normal (Box-Muller). */
  normal(): number;
}

/**
 * Opens the stream of a key.
 *
 * Every purpose has its own key, such as `(seed, 'rollouts', step)`, so that reading more numbers for one
 * purpose never shifts those of another. The generator is xoroshiro128+ (pure-rand), its 128 bits of state
 * the head of SHA-256 over the key.
 */
export function randomStream(...key: readonly [KeyPart, ...KeyPart[]]): RandomStream {
  const digest = sha256(utf8ToBytes(JSON.stringify(key)));
  const words = new DataView(digest.buffer, digest.byteOffset);
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => words.getInt32(at, true)));
  const uniform = () => uniformFloat64(generator);
  const integer = (bound: number) => uniformInt(generator, 0, bound - 1);
  return {
    uniform,
    integer,
    chance: (probability) => uniform() < probability,
    choice: (items) => {
      if (items.length === 0) throw new Error('randomStream.choice: the list is empty');
      return items[integer(items.length)]!;
    },
    shuffled: (items) => {
      const result = [...items];
      for (let i = result.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        [result[i], result[j]] = [result[j]!, result[i]!];
      }
      return result;
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}
