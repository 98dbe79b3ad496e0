import * as tf from '@tensorflow/tfjs-core';
import { createEnvironment, environmentSchema } from '@vestige/environment';
import { Transformer, useBackend } from '@vestige/model';
import { modelSchema } from '@vestige/model/options';
import { randomStream } from '@vestige/random';
import { pretrain } from '@vestige/training';
import { pretrainingSchema } from '@vestige/training/options';
import { beforeAll, describe, expect, test } from 'vitest';
import { parametersOf, pretrainCost } from './estimate.ts';

const environment = createEnvironment(environmentSchema.parse({ kind: 'loan' }));
const vocabulary = environment.vocabulary.length;
const length = environment.promptLength + environment.maxTokens;

beforeAll(async () => {
  await useBackend();
});

/** A small policy, and the most bytes of tensors that a step of pretraining held at once. */
async function measured(shape: object, batch: number) {
  const model = modelSchema.parse(shape);
  const options = pretrainingSchema.parse({ steps: 1, batch });
  const policy = Transformer.random(model, vocabulary, randomStream(0, 'model'));
  const before = tf.memory().numBytes - 4 * policy.parameterCount;
  const { peakBytes } = await tf.profile(() => {
    for (const _ of pretrain(policy, environment, options, 0));
    return tf.scalar(0);
  });
  const { parameterCount } = policy;
  policy.dispose();
  const cost = pretrainCost({ model, vocabulary, length }, options);
  return { model, parameterCount, peak: peakBytes - before, cost };
}

describe.each<[object, number]>([
  [{ width: 16, layers: 1, heads: 2 }, 8],
  [{ width: 32, layers: 3, heads: 4, feedForward: 50 }, 32],
  [{ width: 32, layers: 2, heads: 4, positions: 'rotary' }, 16],
])('%j, batches of %i', (shape, batch) => {
  test('parameters are exact, and memory is right within a factor of three', async () => {
    const { model, parameterCount, peak, cost } = await measured(shape, batch);
    expect(parametersOf({ model, vocabulary })).toBe(parameterCount);
    expect(cost.bytes / peak).toBeGreaterThan(1 / 3);
    expect(cost.bytes / peak).toBeLessThan(3);
  });
});

test('time of the steps in tools/benchmarks/README.md, within a factor of three', () => {
  const seconds = (width: number, batch: number) =>
    pretrainCost(
      { model: modelSchema.parse({ width }), vocabulary, length },
      pretrainingSchema.parse({ steps: 1, batch }),
    ).seconds;
  for (const [estimated, found] of [
    [seconds(64, 128), 0.082],
    [seconds(32, 64), 0.015],
  ] as const) {
    expect(estimated / found).toBeGreaterThan(1 / 3);
    expect(estimated / found).toBeLessThan(3);
  }
});
