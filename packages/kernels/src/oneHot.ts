import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * float32 [n, depth], one in each row. Times a table it selects rows, and unlike `tf.gather` it has a
 * gradient on every backend. The cast is apart because `tf.oneHot` on the backend `wasm` writes the bits of
 * integers even when asked for float32.
 */
export function oneHotRows(indices: Tensor1D, depth: number): Tensor2D {
  return tf.cast(tf.oneHot(indices, depth), 'float32') as Tensor2D;
}
