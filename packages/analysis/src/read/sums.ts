import type { Quantity } from '../estimators/quantity.ts';
import type { CheckpointRows } from './checkpoints.ts';

/** What each prompt of a checkpoint adds to each quantity. */
export interface PromptSums {
  readonly prompts: number;
  /** Columns of `data`: the quantities' numerators, then their denominators. */
  readonly width: number;
  /** [prompts, width] */
  readonly data: Float64Array;
}

/** Reads a checkpoint's quantities, prompt by prompt. */
export function promptSums(checkpoint: CheckpointRows, quantities: readonly Quantity[]): PromptSums {
  const prompts = checkpoint.prompts.length;
  const width = 2 * quantities.length;
  const data = new Float64Array(prompts * width);
  for (const [p, rows] of checkpoint.prompts.entries()) {
    for (const [q, quantity] of quantities.entries()) {
      const [numerator, denominator] = quantity.read(rows) ?? [0, 0];
      data[p * width + q] = numerator;
      data[p * width + quantities.length + q] = denominator;
    }
  }
  return { prompts, width, data };
}

/** Prompts on which each quantity was measured, [width / 2]. */
export function promptCounts({ prompts, width, data }: PromptSums): Int32Array {
  const quantities = width / 2;
  const counts = new Int32Array(quantities);
  for (let p = 0; p < prompts; p++) {
    for (let q = 0; q < quantities; q++) if (data[p * width + quantities + q]! > 0) counts[q]!++;
  }
  return counts;
}

/** Mean over prompts of each column, [width]. */
export function columnMeans({ prompts, width, data }: PromptSums): Float64Array {
  const means = new Float64Array(width);
  for (let p = 0; p < prompts; p++) {
    for (let k = 0; k < width; k++) means[k]! += data[p * width + k]!;
  }
  return means.map((sum) => sum / prompts);
}

/** Value of each quantity, [width / 2], from column means; NaN where the denominator is 0. */
export function ratios(means: Float64Array): Float64Array {
  const count = means.length / 2;
  const values = new Float64Array(count);
  for (let q = 0; q < count; q++) values[q] = means[q]! / means[count + q]!;
  return values;
}
