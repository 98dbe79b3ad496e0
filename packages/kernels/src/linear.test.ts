import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LinearOptions, linear } from './linear.ts';
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

const anyParts = fc.record({ bias: fc.boolean(), gelu: fc.boolean(), residual: fc.boolean() });

function inputs(rows: number, width: number, outputs: number, seed: number): Tensor[] {
  return [
    normal2d(rows, width, seed),
    tf.div(normal2d(width, outputs, seed + 1), Math.sqrt(width)),
    normal1d(outputs, seed + 2),
    normal2d(rows, outputs, seed + 3),
  ];
}

function op(parts: { bias: boolean; gelu: boolean; residual: boolean }) {
  return (x: Tensor, weight: Tensor, bias: Tensor, residual: Tensor) => {
    const options: LinearOptions = {
      bias: parts.bias ? (bias as Tensor1D) : undefined,
      activation: parts.gelu ? 'gelu' : undefined,
      residual: parts.residual ? (residual as Tensor2D) : undefined,
    };
    const y = linear(x as Tensor2D, weight as Tensor2D, options);
    // Inputs that are not used still need a path for `tf.grads`.
    return [y, tf.concat([tf.reshape(bias, [-1]), tf.reshape(residual, [-1])])];
  };
}

describe.each(MODULE_VARIANTS)('linear (%s)', (variant) => {
  test('equals the composed definition, with its gradients', async () => {
    const property = fc.asyncProperty(
      anySize,
      anySize,
      anySize,
      anyParts,
      anySeed,
      async (rows, width, outputs, parts, seed) => {
        const run = () => {
          const xs = inputs(rows, width, outputs, seed);
          return [...op(parts)(xs[0]!, xs[1]!, xs[2]!, xs[3]!), ...withGradients(op(parts), xs)];
        };
        await expectComposed(variant, run);
      },
    );
    await fc.assert(property, RUNS);
  });

  test('sums many rows into the weight gradient', async () => {
    const parts = { bias: true, gelu: true, residual: true };
    await expectComposed(variant, () => withGradients(op(parts), inputs(1000, 30, 49, 1)));
  });

  test('gives a row the same bits whatever rows come with it', async () => {
    const parts = { bias: true, gelu: true, residual: true };
    const [all, alone] = await evaluate(variant, () => {
      const [x, weight, bias, residual] = inputs(13, 64, 49, 1) as [Tensor, Tensor, Tensor, Tensor];
      const row = (tensor: Tensor) => tf.slice(tensor, [11, 0], [1, tensor.shape[1]!]);
      const whole = op(parts)(x, weight, bias, residual)[0]!;
      return [row(whole), op(parts)(row(x), weight, bias, row(residual))[0]!];
    });
    expect(alone).toEqual(all);
  });

  test('is deterministic', async () => {
    const parts = { bias: true, gelu: true, residual: true };
    await expectDeterministic(variant, () => withGradients(op(parts), inputs(200, 64, 49, 1)));
  });
});

test('the composed gradients agree with finite differences', async () => {
  const parts = { bias: true, gelu: true, residual: true };
  await expectFiniteDifferences(op(parts), () => inputs(5, 6, 7, 1));
});

test('a wrong shape is named', async () => {
  await use('composed');
  tf.tidy(() => {
    expect(() => linear(normal2d(2, 3, 1), normal2d(4, 5, 1))).toThrow(
      'linear: weight has shape [4, 5], expected [3, out]',
    );
  });
});
