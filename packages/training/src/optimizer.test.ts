import * as tf from '@tensorflow/tfjs-core';
import { Transformer, useBackend } from '@vestige/model';
import { randomStream } from '@vestige/random';
import { beforeAll, describe, expect, test } from 'vitest';
import { createOptimizer, DivergenceError } from './optimizer.ts';

const shape = { width: 8, layers: 1, heads: 2, contextLength: 8 };
const HEAD = 'lm_head.weight';

beforeAll(async () => {
  await useBackend();
});

/** 0, with a gradient of 0 to every parameter. */
function nothingOf(model: Transformer): tf.Scalar {
  const sums = [...model.parameters.values()].map((parameter) => tf.sum(tf.mul(parameter, 0)));
  return tf.addN(sums) as tf.Scalar;
}

/** What is said of the second step on a loss, after one that is fine. */
function message(loss: (head: tf.Variable) => tf.Tensor, learningRate = 0.1, kind: 'adam' | 'sgd' = 'adam') {
  const model = Transformer.random(shape, 10, randomStream(0, 'model'));
  const head = model.parameters.get(HEAD)!;
  const optimizer = createOptimizer(model, kind);
  const step = (of: (head: tf.Variable) => tf.Tensor, rate: number) =>
    optimizer.step(() => tf.add(tf.sum(of(head)), nothingOf(model)), {
      learningRate: rate,
      maxGradientNorm: 1,
    });
  step((x) => tf.square(x), 0.1);
  try {
    step(loss, learningRate);
    return 'no error';
  } catch (error) {
    expect(error).toBeInstanceOf(DivergenceError);
    return (error as Error).message;
  } finally {
    optimizer.dispose();
    model.dispose();
  }
}

describe.each(['adam', 'sgd'] as const)('%s stops at what is not finite', (kind) => {
  const at = 'training left the finite numbers at optimizer step 2: ';

  test('a loss', () => {
    expect(message((x) => tf.log(tf.sub(x, 10)), 0.1, kind)).toBe(
      `${at}the loss is NaN, with a learning rate of 0.1; try a lower one`,
    );
    expect(message((x) => tf.div(tf.sum(tf.square(x)), 0), 0.1, kind)).toBe(
      `${at}the loss is Infinity, with a learning rate of 0.1; try a lower one`,
    );
  });

  test('a gradient', () => {
    const steep = (x: tf.Variable) => tf.sqrt(tf.mul(x, 0));
    expect(message(steep, 0.1, kind)).toMatch(`${at}the norm of the gradient is `);
  });

  test('a parameter', () => {
    expect(message((x) => tf.square(x), 1e300, kind)).toMatch(
      /step 2: the parameter \S+ holds (NaN|-?Infinity), with a learning rate of 1e\+300; try a lower one$/,
    );
  });

  test('and not at what is', () => {
    expect(message((x) => tf.square(x), 1e3, kind)).toBe('no error');
  });
});
