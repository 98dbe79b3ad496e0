import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { klDivergence } from './klDivergence.ts';
import {
  anySeed,
  anySize,
  evaluate,
  expectComposed,
  expectDeterministic,
  expectFiniteDifferences,
  MODULE_VARIANTS,
  normal2d,
  RUNS,
  withGradients,
} from './testing.ts';

const inputs = (rows: number, vocabulary: number, seed: number) => [
  normal2d(rows, vocabulary, seed),
  normal2d(rows, vocabulary, seed + 1),
];

const op = (logits: Tensor, reference: Tensor) => [klDivergence(logits as Tensor2D, reference as Tensor2D)];

describe.each(MODULE_VARIANTS)('klDivergence (%s)', (variant) => {
  test('equals the composed definition, with its gradient', async () => {
    const property = fc.asyncProperty(anySize, anySize, anySeed, (rows, vocabulary, seed) =>
      expectComposed(variant, () => withGradients(op, inputs(rows, vocabulary, seed))),
    );
    await fc.assert(property, RUNS);
  });

  test('is zero between equal logits', async () => {
    const [divergence] = await evaluate(variant, () => {
      const logits = normal2d(9, 49, 1);
      return op(logits, tf.clone(logits));
    });
    expect(divergence).toEqual(new Float32Array(9));
  });

  test('is deterministic', async () => {
    await expectDeterministic(variant, () => withGradients(op, inputs(50, 49, 1)));
  });
});

test('the reference is a constant', async () => {
  const [, , toReference] = await evaluate('composed', () => withGradients(op, inputs(3, 5, 1)));
  expect(toReference).toEqual(new Float32Array(15));
});

test('the composed gradient agrees with finite differences', async () => {
  await expectFiniteDifferences(
    (logits) => op(logits!, normal2d(5, 7, 2)),
    () => [normal2d(5, 7, 1)],
  );
});
