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
  batch: number;
  time: number;
  heads: number;
  headWidth: number;
}

const input = ({ batch, time, heads, headWidth }: Sizes, seed: number) =>
  normal2d(batch * time, 3 * heads * headWidth, seed);

const op = (sizes: Sizes) => (qkv: Tensor) => [causalAttention(qkv as Tensor2D, sizes)];

const run = (sizes: Sizes, seed: number) => withGradients(op(sizes), [input(sizes, seed)]);

describe.each(MODULE_VARIANTS)('causalAttention (%s)', (variant) => {
  test('equals the composed definition, with its gradient', async () => {
    const anySizes = fc.record({
      batch: fc.integer({ min: 1, max: 3 }),
      time: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(40, 47, 48, 49, 64)),
      heads: fc.integer({ min: 1, max: 4 }),
      headWidth: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(8, 16, 32)),
    });
    const property = fc.asyncProperty(anySizes, anySeed, (sizes, seed) =>
      expectComposed(variant, () => run(sizes, seed)),
    );
    await fc.assert(property, RUNS);
  });

  test('does not see later positions', async () => {
    const sizes = { batch: 1, time: 9, heads: 2, headWidth: 8 };
    const [before, after] = await evaluate(variant, () => {
      const qkv = input(sizes, 1);
      const changed = tf.concat([tf.slice(qkv, [0, 0], [5, 48]), normal2d(4, 48, 2)]);
      return [qkv, changed].map((x) => tf.slice(op(sizes)(x)[0]!, [0, 0], [5, 16]));
    });
    expect(after).toEqual(before);
  });

  test('is deterministic', async () => {
    await expectDeterministic(variant, () => run({ batch: 3, time: 13, heads: 2, headWidth: 15 }, 1));
  });
});

test('the composed gradient agrees with finite differences', async () => {
  const sizes = { batch: 2, time: 5, heads: 2, headWidth: 3 };
  await expectFiniteDifferences(op(sizes), () => [input(sizes, 1)]);
});

test('a width that the heads do not divide is named', async () => {
  await use('composed');
  expect(() => causalAttention(normal2d(4, 18, 1), { batch: 2, time: 2, heads: 4 })).toThrow(
    'causalAttention: qkv has 18 columns, expected a multiple of 3 * heads = 12',
  );
});
