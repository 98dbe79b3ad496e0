import * as tf from '@tensorflow/tfjs-core';
import { selectRows } from '@vestige/kernels';
import { padded } from './sequences.ts';
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
  const results: Float32Array[] = new Array(sequences.length);
  // Sorted by length, so that a batch carries little padding.
  const order = sequences.map((_, i) => i).sort((a, b) => sequences[a]!.length - sequences[b]!.length);
  for (let start = 0; start < order.length; start += BATCH) {
    const chosen = order.slice(start, start + BATCH);
    const rows = chosen.map((i) => sequences[i]!);
    const probabilities = tf.tidy(() => {
      const ids = padded(rows);
      const time = ids.shape[1];
      const ends = Int32Array.from(rows, ({ length }, i) => i * time + length - 1);
      const logits = model.logits(selectRows(model.residual(ids), tf.tensor1d(ends, 'int32')));
      return tf.softmax(logits).dataSync<'float32'>();
    });
    const size = model.vocabularySize;
    for (const [k, i] of chosen.entries()) results[i] = probabilities.slice(k * size, (k + 1) * size);
  }
  return results;
}
