import type { Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Logits of the policy that samples at a temperature, `logits / temperature`. At temperature 1 the same tensor.
 *
 * @param logits [tokens, vocabulary]
 */
export function atTemperature(logits: Tensor2D, temperature: number): Tensor2D {
  return temperature === 1 ? logits : tf.div(logits, temperature);
}
