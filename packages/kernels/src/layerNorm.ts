import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { expectTensor } from './shapes.ts';

/**
 * Layer normalisation of each row (Ba, Kiros and Hinton 2016, arXiv:1607.06450):
 * `(x - mean) / sqrt(variance + epsilon) * gain + bias`, with the biased variance.
 * Differentiable with respect to `x`, `gain` and `bias`.
 *
 * @param x [rows, width]
 * @param gain [width]
 * @param bias [width]
 * @returns [rows, width]
 */
export function layerNorm(x: Tensor2D, gain: Tensor1D, bias: Tensor1D, epsilon = 1e-5): Tensor2D {
  expectTensor('layerNorm', 'x', x, ['rows', 'width']);
  expectTensor('layerNorm', 'gain', gain, [x.shape[1]]);
  expectTensor('layerNorm', 'bias', bias, [x.shape[1]]);
  return composedLayerNorm(x, gain, bias, epsilon);
}

export function composedLayerNorm(x: Tensor2D, gain: Tensor1D, bias: Tensor1D, epsilon: number): Tensor2D {
  return tf.tidy(() => {
    const centred = tf.sub(x, tf.mean(x, 1, true));
    const variance = tf.mean(tf.square(centred), 1, true);
    const normalised = tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon)));
    return tf.add<Tensor2D>(tf.mul(normalised, gain), bias);
  });
}
