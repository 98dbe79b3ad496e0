import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layerNorm } from './layerNorm.ts';
import { linear } from './linear.ts';
import { normLinear } from './normLinear.ts';
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

type Inputs = [x: Tensor2D, gain: Tensor1D, shift: Tensor1D, weight: Tensor2D, bias: Tensor1D];

function inputs(rows: number, width: number, outputs: number, seed: number): Inputs {
  return [
    normal2d(rows, width, seed),
    normal1d(width, seed + 1),
    normal1d(width, seed + 2),
    tf.div(normal2d(width, outputs, seed + 3), Math.sqrt(width)),
    normal1d(outputs, seed + 4),
  ];
}

const op = (...tensors: Tensor[]) => {
  const [x, gain, bias, weight, added] = tensors as Inputs;
  return [normLinear(x, { gain, bias }, weight, added, 1e-2)];
};

describe.each(MODULE_VARIANTS)('normLinear (%s)', (variant) => {
  test('equals the composed definition, with its gradients', async () => {
    const property = fc.asyncProperty(anySize, anySize, anySize, anySeed, (rows, width, outputs, seed) =>
      expectComposed(variant, () => withGradients(op, inputs(rows, width, outputs, seed))),
    );
    await fc.assert(property, RUNS);
  });

  test('sums many rows into the gradients of its parameters', async () => {
    await expectComposed(variant, () => withGradients(op, inputs(1000, 30, 49, 1)));
  });

  test('gives the bits of layerNorm and linear', async () => {
    const [fused, apart] = await evaluate(variant, () => {
      const [x, gain, bias, weight, added] = inputs(100, 30, 49, 1);
      return [
        normLinear(x, { gain, bias }, weight, added),
        linear(layerNorm(x, gain, bias), weight, { bias: added }),
      ];
    });
    expect(fused).toEqual(apart);
  });

  test('works without a bias', async () => {
    const [x, gain, bias, weight] = [0, 1, 2, 3];
    await expectComposed(variant, () => {
      const tensors = inputs(50, 12, 9, 1);
      const some = [x, gain, bias, weight].map((i) => tensors[i]!);
      return withGradients((...[x, gain, bias, weight]) => {
        const norm = { gain: gain as Tensor1D, bias: bias as Tensor1D };
        return [normLinear(x as Tensor2D, norm, weight as Tensor2D)];
      }, some);
    });
  });

  test('is deterministic', async () => {
    await expectDeterministic(variant, () => withGradients(op, inputs(200, 64, 49, 1)));
  });
});

test('the composed gradients agree with finite differences', async () => {
  await expectFiniteDifferences(op, () => inputs(5, 6, 7, 1));
});

test('a wrong shape is named', async () => {
  await use('composed');
  const [x, gain, bias, weight] = inputs(2, 3, 4, 1);
  expect(() => normLinear(x, { gain, bias }, weight, normal1d(3, 1))).toThrow(
    'normLinear: bias has shape [3], expected [4]',
  );
});
