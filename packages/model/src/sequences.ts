import type { Tensor1D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** Token sequences one behind the other, without padding; a row is a token. */
export interface Packed {
  /** int32 [rows] */
  readonly ids: Tensor1D;
  /** Place of each token in its sequence, int32 [rows]. */
  readonly positions: Tensor1D;
  /** int32 [sequences] */
  readonly lengths: Tensor1D;
}

/** @param sequences token ids, of any lengths from 1 */
export function packed(sequences: readonly (readonly number[])[]): Packed {
  const int32 = (values: number[]) => tf.tensor1d(values, 'int32');
  return {
    ids: int32(sequences.flat()),
    positions: int32(sequences.flatMap((sequence) => sequence.map((_, position) => position))),
    lengths: int32(sequences.map(({ length }) => length)),
  };
}

/** Row of each sequence's last token, int32 [sequences]. */
export function lastRows(sequences: readonly (readonly number[])[]): Tensor1D {
  let end = 0;
  const rows = sequences.map(({ length }) => {
    end += length;
    return end - 1;
  });
  return tf.tensor1d(rows, 'int32');
}
