import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { oneHotRows } from './oneHot.ts';
import { expectTensor } from './shapes.ts';

export interface TokenLogProb {
  /** [rows], in nats */
  readonly logProb: Tensor1D;
  /** [rows], in nats */
  readonly entropy: Tensor1D;
}

/**
 * Of each row's softmax, the log-probability of the row's target and the entropy. Both are differentiable
 * with respect to `logits`.
 *
 * @param logits [rows, vocabulary], finite
 * @param targets int32 [rows], each in 0..vocabulary-1
 */
export function tokenLogProb(logits: Tensor2D, targets: Tensor1D): TokenLogProb {
  expectTensor('tokenLogProb', 'logits', logits, ['rows', 'vocabulary']);
  expectTensor('tokenLogProb', 'targets', targets, [logits.shape[0]], 'int32');
  return composedTokenLogProb(logits, targets);
}

export function composedTokenLogProb(logits: Tensor2D, targets: Tensor1D): TokenLogProb {
  return tf.tidy(() => {
    const logSoftmax = tf.logSoftmax(logits);
    const oneHot = oneHotRows(targets, logits.shape[1]);
    const logProb: Tensor1D = tf.sum(tf.mul(logSoftmax, oneHot), 1);
    const entropy: Tensor1D = tf.neg(tf.sum(tf.mul(tf.exp(logSoftmax), logSoftmax), 1));
    return { logProb, entropy };
  });
}
