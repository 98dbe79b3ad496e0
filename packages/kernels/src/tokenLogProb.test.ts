import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  anySeed,
  anySize,
  evaluate,
  expectComposed,
  expectDeterministic,
  expectFiniteDifferences,
  indices1d,
  MODULE_VARIANTS,
  normal2d,
  RUNS,
  use,
  withGradients,
} from './testing.ts';
import { tokenLogProb } from './tokenLogProb.ts';

function op(rows: number, vocabulary: number, seed: number) {
  return (logits: Tensor) => {
    const targets = indices1d(rows, vocabulary, seed);
    const { logProb, entropy } = tokenLogProb(logits as Tensor2D, targets);
    return [logProb, entropy];
  };
}

function run(rows: number, vocabulary: number, seed: number): Tensor[] {
  return withGradients(op(rows, vocabulary, seed), [tf.mul(normal2d(rows, vocabulary, seed + 1), 3)]);
}

describe.each(MODULE_VARIANTS)('tokenLogProb (%s)', (variant) => {
  test('equals the composed definition, with its gradients', async () => {
    const property = fc.asyncProperty(anySize, anySize, anySeed, (rows, vocabulary, seed) =>
      expectComposed(variant, () => run(rows, vocabulary, seed)),
    );
    await fc.assert(property, RUNS);
  });

  test('each output alone has its gradient', async () => {
    const alone = (output: 0 | 1) => (logits: Tensor) => [op(4, 7, 1)(logits)[output]!];
    await expectComposed(variant, () => withGradients(alone(0), [normal2d(4, 7, 2)]));
    await expectComposed(variant, () => withGradients(alone(1), [normal2d(4, 7, 2)]));
  });

  test('masked logits of -1e9 count as impossible', async () => {
    const [values] = await evaluate(variant, () => {
      const logits = tf.tensor2d([[0, -1e9, 0]]);
      const { logProb, entropy } = tokenLogProb(logits, tf.tensor1d([0], 'int32'));
      return [tf.concat([logProb, entropy])];
    });
    expect(values![0]).toBeCloseTo(-Math.log(2), 6);
    expect(values![1]).toBeCloseTo(Math.log(2), 6);
  });

  test('is deterministic', async () => {
    await expectDeterministic(variant, () => run(50, 49, 1));
  });

  test('a target outside the vocabulary is named', async () => {
    await use(variant);
    tf.tidy(() => {
      expect(() => tokenLogProb(normal2d(1, 3, 1), tf.tensor1d([3], 'int32'))).toThrow(
        'tokenLogProb: targets contains 3, expected 0..2',
      );
    });
  });
});

test('the composed gradients agree with finite differences', async () => {
  await expectFiniteDifferences(op(5, 7, 1), () => [normal2d(5, 7, 2)]);
});
