import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { causalAttention } from './causalAttention.ts';
import {
  anySeed,
  evaluate,
  expectComposed,
  expectDeterministic,
  expectFiniteDifferences,
  MODULE_VARIANTS,
  normal2d,
  RUNS,
  use,
  withGradients,
} from './testing.ts';

interface Sizes {
  lengths: number[];
  heads: number;
  headWidth: number;
}

const input = ({ lengths, heads, headWidth }: Sizes, seed: number) =>
  normal2d(
    lengths.reduce((sum, length) => sum + length, 0),
    3 * heads * headWidth,
    seed,
  );

const op =
  ({ lengths, heads }: Sizes) =>
  (qkv: Tensor) => [causalAttention(qkv as Tensor2D, tf.tensor1d(lengths, 'int32'), heads)];

const run = (sizes: Sizes, seed: number) => withGradients(op(sizes), [input(sizes, seed)]);

describe.each(MODULE_VARIANTS)('causalAttention (%s)', (variant) => {
  test('equals the composed definition, with its gradient', async () => {
    const anySizes = fc.record({
      lengths: fc.array(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(40, 47, 48, 49, 64)), {
        minLength: 1,
        maxLength: 3,
      }),
      heads: fc.integer({ min: 1, max: 4 }),
      headWidth: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(8, 16, 32)),
    });
    const property = fc.asyncProperty(anySizes, anySeed, (sizes, seed) =>
      expectComposed(variant, () => run(sizes, seed)),
    );
    await fc.assert(property, RUNS);
  });

  test('does not see later positions', async () => {
    const sizes = { lengths: [9], heads: 2, headWidth: 8 };
    const [before, after] = await evaluate(variant, () => {
      const qkv = input(sizes, 1);
      const changed = tf.concat([tf.slice(qkv, [0, 0], [5, 48]), normal2d(4, 48, 2)]);
      return [qkv, changed].map((x) => tf.slice(op(sizes)(x)[0]!, [0, 0], [5, 16]));
    });
    expect(after).toEqual(before);
  });

  test('a sequence has the same bits alone and between others', async () => {
    const sizes = { lengths: [3, 9, 14], heads: 2, headWidth: 8 };
    const [alone, between] = await evaluate(variant, () => {
      const qkv = input(sizes, 1);
      const middle = tf.slice(qkv, [3, 0], [9, 48]);
      return [op({ ...sizes, lengths: [9] })(middle)[0]!, tf.slice(op(sizes)(qkv)[0]!, [3, 0], [9, 16])];
    });
    expect(between).toEqual(alone);
  });

  test('is deterministic', async () => {
    await expectDeterministic(variant, () => run({ lengths: [13, 2, 7], heads: 2, headWidth: 15 }, 1));
  });
});

test('the composed gradient agrees with finite differences', async () => {
  const sizes = { lengths: [5, 2], heads: 2, headWidth: 3 };
  await expectFiniteDifferences(op(sizes), () => [input(sizes, 1)]);
});

test('a width that the heads do not divide is named', async () => {
  await use('composed');
  expect(() => causalAttention(normal2d(4, 18, 1), tf.tensor1d([2, 2], 'int32'), 4)).toThrow(
    'causalAttention: qkv has 18 columns, expected a multiple of 3 * heads = 12',
  );
});

test.each([[[2, 1]], [[4, 0]], [[5, -1]]])('lengths %s of four rows are refused', async (lengths) => {
  await use('composed');
  expect(() => causalAttention(normal2d(4, 12, 1), tf.tensor1d(lengths, 'int32'), 2)).toThrow(
    /expected positive lengths that add up to 4 rows/,
  );
});
