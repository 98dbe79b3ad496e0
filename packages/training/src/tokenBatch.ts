import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { type Packed, packed, type Transformer } from '@vestige/model';

/** Sequences made ready for a training pass: only generated tokens carry loss. */
export interface TokenBatch {
  /** Sequences without their last token. */
  readonly inputs: Packed;
  /** Rows of `inputs` whose next token was generated, int32 [tokens]. */
  readonly rows: Tensor1D;
  /** Those next tokens, int32 [tokens]. */
  readonly targets: Tensor1D;
  /** Sequence that each of them belongs to, [tokens]. */
  readonly owners: Int32Array;
  dispose(): void;
}

/** @param sequences prompt and completion, token ids; every prompt has `promptLength` tokens */
export function tokenBatch(sequences: readonly (readonly number[])[], promptLength: number): TokenBatch {
  const inputs = packed(sequences.map((sequence) => sequence.slice(0, -1)));
  const rows: number[] = [];
  const targets: number[] = [];
  const owners: number[] = [];
  let first = 0;
  for (const [i, sequence] of sequences.entries()) {
    for (let t = promptLength; t < sequence.length; t++) {
      rows.push(first + t - 1);
      targets.push(sequence[t]!);
      owners.push(i);
    }
    first += sequence.length - 1;
  }
  const tensors = { rows: tf.tensor1d(rows, 'int32'), targets: tf.tensor1d(targets, 'int32') };
  return {
    inputs,
    ...tensors,
    owners: Int32Array.from(owners),
    dispose: () => tf.dispose([...Object.values(inputs), ...Object.values(tensors)]),
  };
}

/** Logits that predict the generated tokens of a batch, [tokens, vocabulary]. */
export function generatedLogits(model: Transformer, { inputs, rows }: TokenBatch): Tensor2D {
  return model.logits(model.residual(inputs, rows));
}
