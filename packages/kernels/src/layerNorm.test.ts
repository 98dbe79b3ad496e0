import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layerNorm } from './layerNorm.ts';
import {
  anySeed,
  anySize,
  expectComposed,
  expectDeterministic,
  expectFiniteDifferences,
  MODULE_VARIANTS,
  normal1d,
  normal2d,
  RUNS,
  use,
  withGradients,
} from './testing.ts';

const inputs = (rows: number, width: number, seed: number) => [
  normal2d(rows, width, seed),
  normal1d(width, seed + 1),
  normal1d(width, seed + 2),
];

const op = (x: Tensor, gain: Tensor, bias: Tensor) => [
  layerNorm(x as Tensor2D, gain as Tensor1D, bias as Tensor1D, 1e-2),
];

describe.each(MODULE_VARIANTS)('layerNorm (%s)', (variant) => {
  test('equals the composed definition, with its gradients', async () => {
    const property = fc.asyncProperty(anySize, anySize, anySeed, (rows, width, seed) =>
      expectComposed(variant, () => withGradients(op, inputs(rows, width, seed))),
    );
    await fc.assert(property, RUNS);
  });

  test('sums many rows into the gradients of gain and bias', async () => {
    await expectComposed(variant, () => withGradients(op, inputs(3000, 30, 1)));
  });

  test('is deterministic', async () => {
    await expectDeterministic(variant, () => withGradients(op, inputs(50, 49, 1)));
  });
});

test('the composed gradients agree with finite differences', async () => {
  await expectFiniteDifferences(op, () => inputs(5, 7, 1));
});

test('a wrong shape is named', async () => {
  await use('composed');
  expect(() => layerNorm(normal2d(2, 3, 1), normal1d(4, 1), normal1d(3, 1))).toThrow(
    'layerNorm: gain has shape [4], expected [3]',
  );
});
