import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { int32, type PackedTensors, Packing, packedTensors, type Transformer } from '@vestige/model';

/**
 * Prompts and completions made ready for a training pass: only generated tokens carry loss. They are in the order in
 * which `sample` generates them: the first of every completion, then the second, ....
 */
export interface TokenBatch {
  /** Prompts, and completions without their last token. */
  readonly inputs: PackedTensors;
  /** Rows of `inputs` whose next token was generated, int32 [tokens]. */
  readonly rows: Tensor1D;
  /** Those next tokens, int32 [tokens]. */
  readonly targets: Tensor1D;
  /** Completion that each of them belongs to, [tokens]. */
  readonly owners: Int32Array;
  /** Place of each of them in its completion, [tokens]. */
  readonly steps: Int32Array;
  dispose(): void;
}

/**
 * @param prompts token ids
 * @param completions token ids, as many as prompts, none empty
 */
export function tokenBatch(
  prompts: readonly (readonly number[])[],
  completions: readonly (readonly number[])[],
): TokenBatch {
  const packing = new Packing(prompts);
  const longest = completions.reduce((most, { length }) => Math.max(most, length), 0);
  const rows = packing.lastRows();
  const owners = Array.from(completions.keys());
  const steps = completions.map(() => 0);
  const targets = completions.map(([first]) => first!);
  for (let step = 1; step < longest; step++) {
    for (const [i, completion] of completions.entries()) {
      if (step >= completion.length) continue;
      rows.push(packing.append(i, completion[step - 1]!));
      targets.push(completion[step]!);
      owners.push(i);
      steps.push(step);
    }
  }
  const inputs = packedTensors(packing);
  const tensors = { rows: int32(rows), targets: int32(targets) };
  return {
    inputs,
    ...tensors,
    owners: Int32Array.from(owners),
    steps: Int32Array.from(steps),
    dispose: () => {
      tf.dispose([inputs.ids, inputs.positions, ...Object.values(inputs.sequences)]);
      tf.dispose(Object.values(tensors));
    },
  };
}

/** 1 for each generated token of a batch, [tokens], 0 for the first of forced completions; undefined if none is forced. */
export function lossMask(
  { owners, steps }: TokenBatch,
  completions: readonly { readonly forced: boolean }[],
): Tensor1D | undefined {
  if (!completions.some(({ forced }) => forced)) return undefined;
  return tf.tensor1d(Float32Array.from(owners, (i, k) => (steps[k] === 0 && completions[i]!.forced ? 0 : 1)));
}

/** Logits that predict the generated tokens of a batch, [tokens, vocabulary]. */
export function generatedLogits(model: Transformer, { inputs, rows }: TokenBatch): Tensor2D {
  return model.logits(model.residual(inputs, rows));
}
