import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { expectTensor } from './shapes.ts';

/**
 * The exact Kullback-Leibler divergence `KL(softmax(logits) || softmax(referenceLogits))` of each row, in
 * nats. Differentiable with respect to `logits` only: the reference is a constant.
 *
 * @param logits [rows, vocabulary], finite
 * @param referenceLogits [rows, vocabulary], finite
 * @returns [rows]
 */
export function klDivergence(logits: Tensor2D, referenceLogits: Tensor2D): Tensor1D {
  expectTensor('klDivergence', 'logits', logits, ['rows', 'vocabulary']);
  expectTensor('klDivergence', 'referenceLogits', referenceLogits, logits.shape);
  return composedKlDivergence(logits, referenceLogits);
}

export function composedKlDivergence(logits: Tensor2D, referenceLogits: Tensor2D): Tensor1D {
  return tf.tidy(() => {
    const logP = tf.logSoftmax(logits);
    const logQ = tf.logSoftmax(constant(referenceLogits));
    return tf.sum<Tensor1D>(tf.mul(tf.exp(logP), tf.sub(logP, logQ)), 1);
  });
}

const constant = tf.customGrad((x) => ({
  value: tf.clone(x as tf.Tensor),
  gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
}));
