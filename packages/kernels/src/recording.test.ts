import type { Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { feedForward } from './feedForward.ts';
import { linear } from './linear.ts';
import { Recording, record, replay } from './recording.ts';
import { evaluate, MODULE_VARIANTS, normal1d, normal2d, use } from './testing.ts';

const WIDTH = 12;

/** Two ops, one of which keeps something for its gradient. */
function pass(x: Tensor2D): Tensor2D {
  const norm = { gain: normal1d(WIDTH, 1), bias: normal1d(WIDTH, 2) };
  const layers = {
    weightIn: normal2d(WIDTH, 20, 3),
    biasIn: normal1d(20, 4),
    weightOut: normal2d(20, WIDTH, 5),
    biasOut: normal1d(WIDTH, 6),
  };
  return linear(feedForward(x, norm, layers), normal2d(WIDTH, 7, 7));
}

/** Outputs and input gradients of a pass over nine rows: computed, and replayed from passes over 2, 3 and 4. */
function bothWays(): tf.Tensor[] {
  const x = normal2d(9, WIDTH, 8);
  const recording = new Recording();
  let first = 0;
  for (const rows of [2, 3, 4]) {
    const some = tf.slice(x, [first, 0], [rows, WIDTH]);
    record(recording, () => pass(some));
    first += rows;
  }
  const computed = tf.valueAndGrads((x) => pass(x as Tensor2D))([x]);
  const replayed = tf.valueAndGrads((x) => replay(recording, () => pass(x as Tensor2D)))([x]);
  recording.dispose();
  return [computed.value, computed.grads[0]!, replayed.value, replayed.grads[0]!];
}

describe.each(MODULE_VARIANTS)('recording (%s)', (variant) => {
  test('gives the bits of a pass over all rows, and of its gradient', async () => {
    const [value, gradient, replayedValue, replayedGradient] = await evaluate(variant, bothWays);
    expect(replayedValue).toEqual(value);
    expect(replayedGradient).toEqual(gradient);
  });

  test('computes nothing while it is replayed', async () => {
    const [replayed, recorded] = await evaluate(variant, () => {
      const recording = new Recording();
      const y = record(recording, () => pass(normal2d(4, WIDTH, 8)));
      const other = replay(recording, () => pass(normal2d(4, WIDTH, 9)));
      recording.dispose();
      return [other, y];
    });
    expect(replayed).toEqual(recorded);
  });

  test('refuses rows that were not recorded', async () => {
    await use(variant);
    tf.tidy(() => {
      const recording = new Recording();
      record(recording, () => pass(normal2d(4, WIDTH, 8)));
      expect(() => replay(recording, () => pass(normal2d(5, WIDTH, 8)))).toThrow(
        'VestigeFeedForward: 4 rows were recorded, expected 5',
      );
      recording.dispose();
    });
  });

  test('releases what is not replayed', async () => {
    await use(variant);
    const before = tf.memory().numTensors;
    const recording = new Recording();
    tf.dispose(tf.tidy(() => record(recording, () => pass(normal2d(4, WIDTH, 8)))));
    expect(tf.memory().numTensors).toBeGreaterThan(before);
    recording.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('records nothing where ops are composed: replaying computes', async () => {
  const [value, , replayed] = await evaluate('composed', bothWays);
  expect(replayed).toEqual(value);
});

test('recordings do not nest', async () => {
  const recording = new Recording();
  expect(() => record(recording, () => record(recording, () => 0))).toThrow(/already being made/);
});
