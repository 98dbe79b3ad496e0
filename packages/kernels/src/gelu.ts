import type { Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * The tanh approximation of the Gaussian error linear unit (Hendrycks and Gimpel 2016, arXiv:1606.08415,
 * section 2), as in GPT-2: `x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))`.
 */
export function composedGelu(x: Tensor2D): Tensor2D {
  const cubic = tf.mul(tf.mul(tf.mul(x, x), x), 0.044715);
  const tanh = tf.tanh(tf.mul(tf.add(x, cubic), Math.sqrt(2 / Math.PI)));
  return tf.mul(tf.mul(x, 0.5), tf.add(tanh, 1));
}
