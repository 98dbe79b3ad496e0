import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * float32 [n, depth], a one in each row. Times a table it selects rows, and unlike `tf.gather` it has a
 * gradient on every backend. `tf.oneHot` would not do: it refuses a depth of 1, and on the backend `wasm` it
 * writes the bits of integers when asked for float32.
 */
export function oneHotRows(indices: Tensor1D, depth: number): Tensor2D {
  const columns = tf.range(0, depth, 1, 'int32');
  return tf.cast(tf.equal(tf.reshape(indices, [-1, 1]), columns), 'float32') as Tensor2D;
}
