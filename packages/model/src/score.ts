import * as tf from '@tensorflow/tfjs-core';
import { int32, packedTensors } from './packedTensors.ts';
import { Packing } from './packing.ts';
import type { Transformer } from './transformer.ts';

const BATCH = 256;

/**
 * Distribution of the token after each sequence.
 *
 * @param sequences token ids, of any lengths
 * @returns probabilities, [sequences][vocabulary]
 */
export function nextTokenProbabilities(
  model: Transformer,
  sequences: readonly (readonly number[])[],
): Float32Array[] {
  const results: Float32Array[] = [];
  for (let start = 0; start < sequences.length; start += BATCH) {
    const rows = sequences.slice(start, start + BATCH);
    const probabilities = tf.tidy(() => {
      const packing = new Packing(rows);
      const residual = model.residual(packedTensors(packing), int32(packing.lastRows()));
      return tf.softmax(model.logits(residual)).dataSync<'float32'>();
    });
    const size = model.vocabularySize;
    for (const k of rows.keys()) results.push(probabilities.slice(k * size, (k + 1) * size));
  }
  return results;
}
