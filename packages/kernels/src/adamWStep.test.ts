import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { type AdamWOptions, adamWStep, createAdamWState } from './adamWStep.ts';
import { MODULE_VARIANTS, relativeError, use } from './testing.ts';

const SHAPES = [[5, 7], [7], [1, 1], [64, 30], [3]];

const OPTIONS = {
  learningRate: 0.01,
  beta1: 0.8,
  beta2: 0.95,
  epsilon: 1e-6,
  weightDecay: 0.1,
  maxGradientNorm: 1,
} satisfies AdamWOptions;

function numbers(shape: number[], seed: number): number[] {
  const normal = tf.randomNormal(shape, 0, 1, 'float32', seed);
  const values = Array.from(normal.dataSync());
  normal.dispose();
  return values;
}

/** Small gradients at step 2, so that clipping both happens and does not. */
const gradientsAt = (step: number) =>
  SHAPES.map((shape, i) => numbers(shape, 100 * step + i).map((g) => (step === 2 ? 0.01 * g : g)));

/** The same steps with plain numbers. */
function reference(steps: number): { values: number[][]; norms: number[] } {
  const { learningRate, beta1, beta2, epsilon, weightDecay, maxGradientNorm } = OPTIONS;
  const values = SHAPES.map((shape, i) => numbers(shape, i + 1));
  const first = values.map((x) => x.map(() => 0));
  const second = values.map((x) => x.map(() => 0));
  const norms: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const gradients = gradientsAt(step);
    const norm = Math.sqrt(gradients.flat().reduce((sum, g) => sum + g * g, 0));
    norms.push(norm);
    const scale = Math.min(1, maxGradientNorm / (norm + 1e-6));
    for (const [i, x] of values.entries()) {
      for (const j of x.keys()) {
        const g = gradients[i]![j]! * scale;
        const m = beta1 * first[i]![j]! + (1 - beta1) * g;
        const v = beta2 * second[i]![j]! + (1 - beta2) * g * g;
        first[i]![j] = m;
        second[i]![j] = v;
        const decayed = x[j]! * (1 - (SHAPES[i]!.length === 2 ? learningRate * weightDecay : 0));
        const denominator = Math.sqrt(v / (1 - beta2 ** step)) + epsilon;
        x[j] = decayed - (learningRate * m) / (1 - beta1 ** step) / denominator;
      }
    }
  }
  return { values, norms };
}

describe.each(['composed', ...MODULE_VARIANTS] as const)('adamWStep (%s)', (variant) => {
  test('agrees with plain numbers over several steps', async () => {
    await use(variant);
    const before = tf.memory().numTensors;
    const parameters = SHAPES.map((shape, i) =>
      tf.tidy(() => tf.variable(tf.tensor(numbers(shape, i + 1), shape))),
    );
    const state = createAdamWState(parameters);
    const norms: number[] = [];
    for (let step = 1; step <= 4; step++) {
      tf.tidy(() => {
        const gradients = gradientsAt(step).map((values, i) => tf.tensor(values, SHAPES[i]!));
        norms.push(adamWStep(parameters, gradients, state, OPTIONS).gradientNorm);
      });
    }
    const expected = reference(4);
    for (const [i, parameter] of parameters.entries()) {
      expect(relativeError(parameter.dataSync(), Float32Array.from(expected.values[i]!))).toBeLessThan(1e-6);
    }
    expect(relativeError(Float32Array.from(norms), Float32Array.from(expected.norms))).toBeLessThan(1e-6);
    expect(state.step).toBe(4);
    state.dispose();
    tf.dispose(parameters);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('leaves clones of a parameter alone', async () => {
    await use(variant);
    tf.tidy(() => {
      const initial = tf.tensor1d([1, 2, 3]);
      const parameter = tf.variable(initial);
      const snapshot = tf.clone(parameter);
      const state = createAdamWState([parameter]);
      adamWStep([parameter], [tf.ones([3])], state, { learningRate: 0.1 });
      expect([...initial.dataSync()]).toEqual([1, 2, 3]);
      expect([...snapshot.dataSync()]).toEqual([1, 2, 3]);
      expect(parameter.dataSync()[0]).toBeCloseTo(0.9, 5);
      state.dispose();
      parameter.dispose();
    });
  });
});

test('a gradient of the wrong shape is named', async () => {
  await use('composed');
  const parameter = tf.variable(tf.zeros([2, 3]));
  const state = createAdamWState([parameter]);
  expect(() => adamWStep([parameter], [tf.zeros([3, 2])], state, { learningRate: 1 })).toThrow(
    'adamWStep: gradients[0] has shape [3, 2], expected [2, 3]',
  );
});
