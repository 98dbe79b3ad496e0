import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { embed } from './embed.ts';
import {
  anySeed,
  anySize,
  expectComposed,
  expectDeterministic,
  indices1d,
  MODULE_VARIANTS,
  normal2d,
  RUNS,
  use,
  withGradients,
} from './testing.ts';

interface Sizes {
  batch: number;
  time: number;
  vocabulary: number;
  width: number;
  firstPosition: number;
}

function run({ batch, time, vocabulary, width, firstPosition }: Sizes, seed: number): Tensor[] {
  const ids = tf.reshape(indices1d(batch * time, vocabulary, seed), [batch, time]) as Tensor2D;
  const op = (tokens: Tensor, positions: Tensor) => [
    embed(ids, tokens as Tensor2D, positions as Tensor2D, firstPosition),
  ];
  const context = firstPosition + time + 2;
  return withGradients(op, [normal2d(vocabulary, width, seed + 1), normal2d(context, width, seed + 2)]);
}

describe.each(MODULE_VARIANTS)('embed (%s)', (variant) => {
  test('equals the composed definition, with its gradients', async () => {
    const anySizes = fc.record({
      batch: fc.integer({ min: 1, max: 5 }),
      time: fc.integer({ min: 1, max: 9 }),
      vocabulary: anySize,
      width: anySize,
      firstPosition: fc.integer({ min: 0, max: 3 }),
    });
    const property = fc.asyncProperty(anySizes, anySeed, (sizes, seed) =>
      expectComposed(variant, () => run(sizes, seed)),
    );
    await fc.assert(property, RUNS);
  });

  test('is deterministic', async () => {
    const sizes = { batch: 7, time: 9, vocabulary: 5, width: 30, firstPosition: 1 };
    await expectDeterministic(variant, () => run(sizes, 1));
  });

  test('an id outside the vocabulary is named', async () => {
    await use(variant);
    tf.tidy(() => {
      const ids = tf.tensor2d([[0, 5]], [1, 2], 'int32');
      expect(() => embed(ids, normal2d(5, 4, 1), normal2d(2, 4, 1))).toThrow(
        'embed: ids contains 5, expected 0..4',
      );
    });
  });
});

test('a position outside the context is named', async () => {
  await use('composed');
  const ids = tf.zeros<tf.Rank.R2>([1, 3], 'int32');
  expect(() => embed(ids, normal2d(5, 4, 1), normal2d(4, 4, 1), 2)).toThrow(
    'embed: positions 2..4 exceed the context of 4',
  );
});
