import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { causalAttention } from './causalAttention.ts';
import { decodeAttention } from './decodeAttention.ts';
import { createKeyValueCache, fillKeyValueCache } from './keyValueCache.ts';
import { anySeed, evaluate, MODULE_VARIANTS, normal2d, RUNS, relativeError, use } from './testing.ts';

interface Sizes {
  batch: number;
  prompt: number;
  steps: number;
  heads: number;
  headWidth: number;
}

const anySizes = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  prompt: fc.integer({ min: 0, max: 9 }),
  steps: fc.integer({ min: 1, max: 6 }),
  heads: fc.integer({ min: 1, max: 3 }),
  headWidth: fc.integer({ min: 1, max: 17 }),
});

/** The last `steps` positions of every sequence, by one pass over it and by a pass over the prompt followed by
 * single steps. */
function bothWays({ batch, prompt, steps, heads, headWidth }: Sizes, seed: number): Tensor[] {
  const time = prompt + steps;
  const width = heads * headWidth;
  const qkv = normal2d(batch * time, 3 * width, seed);
  const columns = tf.reshape(qkv, [batch, time, 3 * width]);
  const between = (first: number, count: number) =>
    tf.reshape(tf.slice(columns, [0, first, 0], [batch, count, 3 * width]), [-1, 3 * width]) as Tensor2D;

  const everyone = tf.range(0, batch, 1, 'int32');
  const sequences = {
    rows: tf.range(0, batch * time, 1, 'int32'),
    lengths: tf.fill<tf.Rank.R1>([batch], time, 'int32'),
    shared: tf.zeros<tf.Rank.R1>([batch], 'int32'),
  };
  const whole = tf.reshape(causalAttention(qkv, sequences, heads), [batch, time, width]);
  const cache = createKeyValueCache(batch, time + 1, width, heads);
  if (prompt > 0) fillKeyValueCache(cache, between(0, prompt), tf.range(0, batch * prompt, 1, 'int32'));
  const stepwise = Array.from({ length: steps }, (_, i) =>
    decodeAttention(between(prompt + i, 1), cache, prompt + i, everyone),
  );
  cache.dispose();
  return [tf.slice(whole, [0, prompt, 0], [batch, steps, width]), tf.stack(stepwise, 1)];
}

describe.each(MODULE_VARIANTS)('decodeAttention (%s)', (variant) => {
  test('gives the bits of causalAttention', async () => {
    const property = fc.asyncProperty(anySizes, anySeed, async (sizes, seed) => {
      const [whole, stepwise] = await evaluate(variant, () => bothWays(sizes, seed));
      expect(stepwise).toEqual(whole);
    });
    await fc.assert(property, RUNS);
  });
});

/** Three sequences of which only the last and the first go on, in this order; their results with and without
 * the one between them. */
function someGoOn(): Tensor[] {
  const [batch, heads, width] = [3, 2, 12];
  const both = [2, 0];
  const decode = (sequences: number[], prompt: Tensor2D, step: Tensor2D) => {
    const cache = createKeyValueCache(sequences.length, 8, width, heads);
    fillKeyValueCache(cache, prompt, tf.range(0, sequences.length * 4, 1, 'int32'));
    const chosen = sequences.length === batch ? both : sequences.map((_, i) => i);
    const y = decodeAttention(step, cache, 4, tf.tensor1d(chosen, 'int32'));
    cache.dispose();
    return y;
  };
  const prompts = tf.reshape(normal2d(batch * 4, 3 * width, 1), [batch, 4, 3 * width]);
  const promptsOf = (sequences: number[]) => {
    const parts = sequences.map((b) => tf.slice(prompts, [b, 0, 0], [1, 4, 3 * width]));
    return tf.reshape<tf.Rank.R2>(tf.concat(parts), [sequences.length * 4, 3 * width]);
  };
  const step = normal2d(2, 3 * width, 2);
  return [decode([0, 1, 2], promptsOf([0, 1, 2]), step), decode(both, promptsOf(both), step)];
}

test.each([...MODULE_VARIANTS, 'composed'] as const)(
  'sequences may end while others go on (%s)',
  async (variant) => {
    const [withEnded, without] = await evaluate(variant, someGoOn);
    expect(relativeError(withEnded!, without!)).toBeLessThan(1e-6);
  },
);

test('the composed definitions agree', async () => {
  const property = fc.asyncProperty(anySizes, anySeed, async (sizes, seed) => {
    const [whole, stepwise] = await evaluate('composed', () => bothWays(sizes, seed));
    expect(relativeError(stepwise!, whole!)).toBeLessThan(1e-5);
  });
  await fc.assert(property, RUNS);
});

test.each([...MODULE_VARIANTS, 'composed'] as const)(
  'sequences may share the rows of their prompt (%s)',
  async (variant) => {
    const [shared, repeated] = await evaluate(variant, () => {
      const prompt = normal2d(4, 36, 1);
      const everyone = tf.tensor1d([0, 1], 'int32');
      const decode = (qkv: Tensor2D, rows: number[]) => {
        const cache = createKeyValueCache(2, 8, 12, 2);
        fillKeyValueCache(cache, qkv, tf.tensor1d(rows, 'int32'));
        const y = decodeAttention(normal2d(2, 36, 2), cache, 3, everyone);
        cache.dispose();
        return y;
      };
      return [
        decode(prompt, [2, 0, 1, 2, 0, 3]),
        decode(
          tf.concat([2, 0, 1, 2, 0, 3].map((row) => tf.slice(prompt, [row, 0], [1, 36]))),
          [0, 1, 2, 3, 4, 5],
        ),
      ];
    });
    expect(shared).toEqual(repeated);
  },
);

test('a position beyond the cache is named', async () => {
  await use('composed');
  const cache = createKeyValueCache(1, 4, 6, 2);
  expect(() => decodeAttention(normal2d(1, 18, 1), cache, 4, tf.tensor1d([0], 'int32'))).toThrow(
    'decodeAttention: position 4 does not fit in a cache of 4',
  );
});
