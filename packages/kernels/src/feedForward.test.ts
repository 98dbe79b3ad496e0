import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { feedForward } from './feedForward.ts';
import { layerNorm } from './layerNorm.ts';
import { linear } from './linear.ts';
import {
  anySeed,
  anySize,
  evaluate,
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

type Inputs = [
  x: Tensor2D,
  gain: Tensor1D,
  shift: Tensor1D,
  weightIn: Tensor2D,
  biasIn: Tensor1D,
  weightOut: Tensor2D,
  biasOut: Tensor1D,
];

function inputs(rows: number, width: number, hidden: number, seed: number): Inputs {
  return [
    normal2d(rows, width, seed),
    normal1d(width, seed + 1),
    normal1d(width, seed + 2),
    tf.div(normal2d(width, hidden, seed + 3), Math.sqrt(width)),
    normal1d(hidden, seed + 4),
    tf.div(normal2d(hidden, width, seed + 5), Math.sqrt(hidden)),
    normal1d(width, seed + 6),
  ];
}

const op = (...tensors: Tensor[]) => {
  const [x, gain, bias, weightIn, biasIn, weightOut, biasOut] = tensors as Inputs;
  return [feedForward(x, { gain, bias }, { weightIn, biasIn, weightOut, biasOut }, 1e-2)];
};

describe.each(MODULE_VARIANTS)('feedForward (%s)', (variant) => {
  test('equals the composed definition, with its gradients', async () => {
    const property = fc.asyncProperty(anySize, anySize, anySize, anySeed, (rows, width, hidden, seed) =>
      expectComposed(variant, () => withGradients(op, inputs(rows, width, hidden, seed))),
    );
    await fc.assert(property, RUNS);
  });

  test('sums many rows into the gradients of its parameters', async () => {
    await expectComposed(variant, () => withGradients(op, inputs(500, 30, 49, 1)));
  });

  test('gives the bits of its parts, differentiated or not', async () => {
    const [fused, differentiated, apart] = await evaluate(variant, () => {
      const tensors = inputs(100, 30, 49, 1);
      const [x, gain, bias, weightIn, biasIn, weightOut, biasOut] = tensors;
      const layers = { weightIn, biasIn, weightOut, biasOut };
      const { value } = tf.valueAndGrads((...xs: Tensor[]) => {
        const [x] = xs as Inputs;
        return feedForward(x, { gain, bias }, layers);
      })([x]);
      const hidden = linear(layerNorm(x, gain, bias), weightIn, { bias: biasIn, activation: 'gelu' });
      return [
        feedForward(x, { gain, bias }, layers),
        value,
        linear(hidden, weightOut, { bias: biasOut, residual: x }),
      ];
    });
    expect(fused).toEqual(apart);
    expect(differentiated).toEqual(apart);
  });

  test('is deterministic', async () => {
    await expectDeterministic(variant, () => withGradients(op, inputs(200, 32, 49, 1)));
  });
});

test('the composed gradients agree with finite differences', async () => {
  await expectFiniteDifferences(op, () => inputs(5, 6, 7, 1));
});

test('a wrong shape is named', async () => {
  await use('composed');
  const [x, gain, bias, weightIn, biasIn, weightOut] = inputs(2, 3, 4, 1);
  const layers = { weightIn, biasIn, weightOut, biasOut: normal1d(5, 1) };
  expect(() => feedForward(x, { gain, bias }, layers)).toThrow(
    'feedForward: biasOut has shape [5], expected [3]',
  );
});
