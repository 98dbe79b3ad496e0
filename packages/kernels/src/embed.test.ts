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
  rows: number;
  vocabulary: number;
  context: number;
  width: number;
}

function run({ rows, vocabulary, context, width }: Sizes, seed: number): Tensor[] {
  const ids = indices1d(rows, vocabulary, seed);
  const positions = indices1d(rows, context, seed + 3);
  const op = (tokenTable: Tensor, positionTable: Tensor) => [
    embed(ids, positions, tokenTable as Tensor2D, positionTable as Tensor2D),
  ];
  return withGradients(op, [normal2d(vocabulary, width, seed + 1), normal2d(context, width, seed + 2)]);
}

describe.each(MODULE_VARIANTS)('embed (%s)', (variant) => {
  test('equals the composed definition, with its gradients', async () => {
    const anySizes = fc.record({
      rows: anySize,
      vocabulary: anySize,
      context: anySize,
      width: anySize,
    });
    const property = fc.asyncProperty(anySizes, anySeed, (sizes, seed) =>
      expectComposed(variant, () => run(sizes, seed)),
    );
    await fc.assert(property, RUNS);
  });

  test('is deterministic', async () => {
    const sizes = { rows: 63, vocabulary: 5, context: 9, width: 30 };
    await expectDeterministic(variant, () => run(sizes, 1));
  });
});

test.each([...MODULE_VARIANTS, 'composed'] as const)(
  'ids and positions outside the tables are named (%s)',
  async (variant) => {
    await use(variant);
    tf.tidy(() => {
      const [low, high] = [tf.tensor1d([0, 1], 'int32'), tf.tensor1d([0, 5], 'int32')];
      const [tokens, positions] = [normal2d(5, 4, 1), normal2d(2, 4, 1)];
      expect(() => embed(high, low, tokens, positions)).toThrow('embed: ids contains 5, expected 0..4');
      expect(() => embed(low, high, tokens, positions)).toThrow('embed: positions contains 5, expected 0..1');
    });
  },
);
