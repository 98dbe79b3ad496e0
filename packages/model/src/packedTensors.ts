import type { Tensor1D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Sequences } from '@vestige/kernels';
import { Packing } from './packing.ts';

/** The rows of a {@link Packing} as tensors. */
export interface PackedTensors {
  /** int32 [rows] */
  readonly ids: Tensor1D;
  /** Place of each row in its sequence, int32 [rows]. */
  readonly positions: Tensor1D;
  readonly sequences: Sequences;
}

/** @param sequences token ids, of any lengths from 1, or a packing of them */
export function packedTensors(sequences: readonly (readonly number[])[] | Packing): PackedTensors {
  const packing = sequences instanceof Packing ? sequences : new Packing(sequences);
  const { ids, positions, rows, lengths, shared } = packing.rows();
  return {
    ids: int32(ids),
    positions: int32(positions),
    sequences: { rows: int32(rows), lengths: int32(lengths), shared: int32(shared) },
  };
}

export function int32(values: ArrayLike<number>): Tensor1D {
  // TensorFlow.js would walk through an ordinary array several times.
  return tf.tensor1d(Int32Array.from(values), 'int32');
}
