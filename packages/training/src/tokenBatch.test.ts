import * as tf from '@tensorflow/tfjs-core';
import { Recording, replay, tokenLogProb } from '@vestige/kernels';
import { sample, Transformer, useBackend } from '@vestige/model';
import { randomStream } from '@vestige/random';
import { beforeAll, describe, expect, test } from 'vitest';
import { generatedLogits, tokenBatch } from './tokenBatch.ts';

beforeAll(async () => {
  await useBackend();
});

test('carry generated tokens only, each where the token before it stands', () => {
  const prompts = [
    [1, 2, 3],
    [1, 2, 6],
  ];
  const completions = [
    [4, 5],
    [7, 8, 9],
  ];
  const { inputs, rows, targets, owners, steps, dispose } = tokenBatch(prompts, completions);
  expect(Array.from(inputs.ids.dataSync())).toEqual([1, 2, 3, 6, 4, 7, 8]);
  expect(Array.from(inputs.positions.dataSync())).toEqual([0, 1, 2, 2, 3, 3, 4]);
  expect(Array.from(inputs.sequences.rows.dataSync())).toEqual([0, 1, 2, 4, 0, 1, 3, 5, 6]);
  expect(Array.from(inputs.sequences.lengths.dataSync())).toEqual([4, 5]);
  expect(Array.from(inputs.sequences.shared.dataSync())).toEqual([0, 2]);
  expect(Array.from(rows.dataSync())).toEqual([2, 3, 4, 5, 6]);
  expect(Array.from(targets.dataSync())).toEqual([4, 7, 5, 8, 9]);
  expect(Array.from(owners)).toEqual([0, 1, 0, 1, 1]);
  expect(Array.from(steps)).toEqual([0, 0, 1, 1, 2]);
  dispose();
});

describe('a recording of sampling', () => {
  /** Loss and gradients of an update on what a policy sampled. */
  function update(groupSize: number, positions: 'learned' | 'rotary', replays: boolean) {
    const shape = { width: 24, layers: 2, heads: 4, contextLength: 24, positions };
    const policy = Transformer.random(shape, 13, randomStream(0, 'model'));
    const stream = randomStream(1, 'prompts');
    const distinct = Array.from({ length: 24 / groupSize }, () => [
      1,
      stream.integer(13),
      stream.integer(13),
    ]);
    const prompts = Array.from({ length: 24 }, (_, i) => distinct[Math.floor(i / groupSize)]!);
    const recording = new Recording();
    const limits = { maxNewTokens: 15, stopToken: 5, recording };
    const completions = sample(policy, prompts, randomStream(2, 'sampling'), limits);
    const batch = tokenBatch(
      prompts,
      completions.map(({ tokens }) => tokens),
    );
    const variables = [...policy.parameters.values()];
    const { value, grads } = tf.variableGrads(() => {
      const forward = () => generatedLogits(policy, batch);
      const logits = replays ? replay(recording, forward) : forward();
      return tf.mean(tokenLogProb(logits, batch.targets).logProb) as tf.Scalar;
    }, variables);
    const lengths = completions.map(({ tokens }) => tokens.length);
    const numbers = [value, ...variables.map(({ name }) => grads[name]!)].map((tensor) => tensor.dataSync());
    tf.dispose([value, grads]);
    batch.dispose();
    recording.dispose();
    policy.dispose();
    return { lengths, numbers };
  }

  test.each([
    [1, 'learned'],
    [4, 'learned'],
    [1, 'rotary'],
    [4, 'rotary'],
  ] as const)(
    'stands in for the forward pass of an update, bit for bit (groups of %i, %s positions)',
    (groupSize, positions) => {
      const before = tf.memory().numTensors;
      const computed = update(groupSize, positions, false);
      expect(new Set(computed.lengths).size).toBeGreaterThan(3);
      expect(update(groupSize, positions, true)).toEqual(computed);
      expect(tf.memory().numTensors).toBe(before);
    },
  );
});
