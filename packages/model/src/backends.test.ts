import * as tf from '@tensorflow/tfjs-core';
import { adamWStep, createAdamWState, tokenLogProb } from '@vestige/kernels';
import { randomStream } from '@vestige/random';
import { describe, expect, test } from 'vitest';
import { backendNamed, useBackend } from './backend.ts';
import type { BackendName } from './backendName.ts';
import { packedTensors } from './packedTensors.ts';
import { sample } from './sample.ts';
import { Transformer } from './transformer.ts';

const OPTIONS = { width: 48, layers: 3, heads: 4, contextLength: 40 };
const VOCABULARY = 29;
const stream = randomStream(11, 'sequences');
/** Of different lengths; the last two begin alike, so that they share rows. */
const sequences = [5, 40, 17, 23].map((length) => Array.from({ length }, () => stream.integer(VOCABULARY)));
sequences.push([...sequences[3]!.slice(0, 12), ...sequences[0]!]);
const inputs = sequences.map((sequence) => sequence.slice(0, -1));
const targets = sequences.flatMap((sequence) => sequence.slice(1));

interface Numbers {
  readonly logits: Float32Array;
  readonly gradients: Float32Array[];
  /** Not to be compared between backends: Adam makes steps of gradients that are nothing but rounding errors, as
   * those of the biases of keys. */
  readonly trained: Float32Array[];
}

/** Logits and gradients of a policy, and its parameters after three steps of training. */
async function computedOn(
  backend: BackendName,
  positions: 'learned' | 'rotary' = 'learned',
): Promise<Numbers> {
  await useBackend(backend);
  const before = tf.memory().numTensors;
  const policy = Transformer.random({ ...OPTIONS, positions }, VOCABULARY, randomStream(0, 'model'));
  const logitsOf = () => {
    const batch = packedTensors(inputs);
    return policy.logits(policy.residual(batch, batch.sequences.rows));
  };
  const variables = [...policy.parameters.values()];
  const gradientsOf = () => {
    const { value, grads } = tf.variableGrads(
      () => tf.neg(tf.mean(tokenLogProb(logitsOf(), tf.tensor1d(targets, 'int32')).logProb)) as tf.Scalar,
      variables,
    );
    value.dispose();
    return variables.map(({ name }) => grads[name]!);
  };
  const logits = tf.tidy(() => logitsOf().dataSync<'float32'>().slice());
  const state = createAdamWState(variables);
  const steps = Array.from({ length: 3 }, () => {
    const gradients = gradientsOf();
    const numbers = gradients.map((gradient) => gradient.dataSync<'float32'>().slice());
    adamWStep(variables, gradients, state, { learningRate: 1e-3, maxGradientNorm: 1, weightDecay: 0.01 });
    tf.dispose(gradients);
    return numbers;
  });
  const trained = variables.map((variable) => variable.dataSync<'float32'>().slice());
  state.dispose();
  policy.dispose();
  expect(tf.memory().numTensors, `tensors left on ${backend}`).toBe(before);
  return { logits, gradients: steps[0]!, trained };
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((worst, x, i) => Math.max(worst, Math.abs(x - b[i]!)), 0);
}

describe.runIf(backendNamed() === 'tensorflow')('tensorflow beside wasm', () => {
  test.each(['learned', 'rotary'] as const)(
    'logits and gradients agree (%s positions)',
    async (positions) => {
      const wasm = await computedOn('wasm', positions);
      const native = await computedOn('tensorflow', positions);
      expect(largestDifference(native.logits, wasm.logits)).toBeLessThan(1e-4);
      for (const [i, gradient] of wasm.gradients.entries()) {
        expect(largestDifference(native.gradients[i]!, gradient), `gradient ${i}`).toBeLessThan(1e-4);
      }
    },
  );

  test('gives the same bits twice', async () => {
    expect(await computedOn('tensorflow')).toEqual(await computedOn('tensorflow'));
  });

  test('samples the same tokens from the same stream', async () => {
    const drawnOn = async (backend: BackendName) => {
      await useBackend(backend);
      const policy = Transformer.random(OPTIONS, VOCABULARY, randomStream(0, 'model'));
      const prompts = inputs.slice(1).map((sequence) => sequence.slice(0, 4));
      const limits = { maxNewTokens: 30, stopToken: 2 };
      return sample(policy, prompts, randomStream(3, 'sampling'), limits).map(({ tokens }) => tokens);
    };
    expect(await drawnOn('tensorflow')).toEqual(await drawnOn('wasm'));
  });

  test('is named with its version', async () => {
    const { backend, variant, kernels } = await useBackend('tensorflow');
    expect([backend, variant]).toEqual(['tensorflow', 'composed']);
    expect(kernels).toMatch(/^libtensorflow-2\.\d+\.\d+$/);
  });
});
