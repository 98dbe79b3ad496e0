import type { Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Packs token sequences into a batch, padded with token 0 on the right.
 *
 * @returns int32 [sequences, longest]
 */
export function padded(sequences: readonly (readonly number[])[]): Tensor2D {
  const longest = Math.max(...sequences.map(({ length }) => length));
  const ids = new Int32Array(sequences.length * longest);
  for (const [i, sequence] of sequences.entries()) ids.set(sequence, i * longest);
  return tf.tensor2d(ids, [sequences.length, longest], 'int32');
}
