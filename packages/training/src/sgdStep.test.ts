import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '@vestige/model';
import { beforeAll, expect, test } from 'vitest';
import { sgdStep } from './sgdStep.ts';

beforeAll(async () => {
  await useBackend();
});

/** A matrix and a vector whose gradients have norm 5. */
function step(options: object) {
  const parameters = [tf.variable(tf.tensor2d([[1, -2]])), tf.variable(tf.tensor1d([0.5]))];
  const gradients = [tf.tensor2d([[3, 0]]), tf.tensor1d([-4])];
  const before = tf.memory().numTensors;
  const { gradientNorm } = sgdStep(parameters, gradients, { learningRate: 0.1, ...options });
  expect(gradientNorm).toBeCloseTo(5, 5);
  expect(tf.memory().numTensors).toBe(before);
  const values = parameters.flatMap((parameter) => Array.from(parameter.dataSync()));
  tf.dispose([...parameters, ...gradients]);
  return values;
}

const close = (actual: number[], expected: number[]) => {
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 5);
};

test('goes against the gradient by the learning rate', () => {
  close(step({}), [1 - 0.3, -2, 0.5 + 0.4]);
});

test('a gradient longer than allowed is scaled down to it', () => {
  close(step({ maxGradientNorm: 1 }), [1 - 0.06, -2, 0.5 + 0.08]);
  close(step({ maxGradientNorm: 6 }), step({}));
});

test('weight decay shrinks matrices only', () => {
  close(step({ weightDecay: 0.5 }), [0.95 - 0.3, -2 * 0.95, 0.9]);
});
