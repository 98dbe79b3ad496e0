import type { Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import {
  causalAttention,
  createKeyValueCache,
  decodeAttention,
  fillKeyValueCache,
  sampleTokens,
  selectRows,
} from '@vestige/kernels';
import type { RandomStream } from '@vestige/random';
import { padded } from './sequences.ts';
import type { Transformer } from './transformer.ts';

export interface SampleOptions {
  readonly maxNewTokens: number;
  /** Ends a completion, and belongs to it. */
  readonly stopToken: number;
  /** 1 unless given; 0 takes the most probable token. */
  readonly temperature?: number;
}

/** A sampled completion. */
export interface Sampled {
  /** Generated token ids, the stop token included if it came. */
  readonly tokens: number[];
  /** Log-probability of each token under the policy at temperature 1, nats. */
  readonly logProbs: number[];
}

/**
 * Samples a completion of each prompt, with a key-value cache.
 *
 * Row i's numbers depend on row i's prompt and on the stream only: all uniforms are drawn beforehand, so that
 * a row that ends early does not shift another's.
 *
 * @param prompts token ids, all of one length
 */
export function sample(
  model: Transformer,
  prompts: readonly (readonly number[])[],
  stream: RandomStream,
  options: SampleOptions,
): Sampled[] {
  const { maxNewTokens, stopToken, temperature = 1 } = options;
  const batch = prompts.length;
  const promptLength = prompts[0]?.length ?? 0;
  const ragged = prompts.findIndex(({ length }) => length !== promptLength);
  if (ragged >= 0) {
    throw new Error(
      `sample: prompt ${ragged} has ${prompts[ragged]!.length} tokens, the first ${promptLength}; all must be equally long`,
    );
  }
  const { width, heads, layers, contextLength } = model.options;
  const total = promptLength + maxNewTokens;
  if (total > contextLength) {
    throw new Error(
      `sample: ${promptLength} + ${maxNewTokens} tokens do not fit in a context of ${contextLength}`,
    );
  }
  const uniforms = Float32Array.from({ length: batch * maxNewTokens }, () => stream.uniform());
  const sampled: Sampled[] = prompts.map(() => ({ tokens: [], logProbs: [] }));
  const open = new Uint8Array(batch).fill(1);
  let openCount = batch;
  const caches = Array.from({ length: layers }, () => createKeyValueCache(batch, total, width, heads));
  try {
    let last = tf.tidy(() => {
      const residual = model.blocks(padded(prompts), 0, (qkv, layer) => {
        fillKeyValueCache(caches[layer]!, qkv, { batch, time: promptLength });
        return causalAttention(qkv, { batch, time: promptLength, heads });
      });
      const ends = Int32Array.from(prompts, (_, i) => (i + 1) * promptLength - 1);
      return selectRows(residual, tf.tensor1d(ends, 'int32'));
    });
    for (let step = 0; step < maxNewTokens; step++) {
      const next = takeTokens(model, last, columnOf(uniforms, step, batch, maxNewTokens), temperature);
      last.dispose();
      for (let i = 0; i < batch; i++) {
        if (!open[i]) continue;
        sampled[i]!.tokens.push(next.tokens[i]!);
        sampled[i]!.logProbs.push(next.logProbs[i]!);
        if (next.tokens[i] === stopToken) {
          open[i] = 0;
          openCount--;
        }
      }
      if (openCount === 0 || step === maxNewTokens - 1) return sampled;
      const position = promptLength + step;
      last = tf.tidy(() =>
        model.blocks(tf.tensor2d(next.tokens, [batch, 1], 'int32'), position, (qkv, layer) =>
          decodeAttention(qkv, caches[layer]!, position),
        ),
      );
    }
    last.dispose();
    return sampled;
  } finally {
    for (const cache of caches) cache.dispose();
  }
}

function columnOf(uniforms: Float32Array, step: number, batch: number, steps: number): Float32Array {
  return Float32Array.from({ length: batch }, (_, i) => uniforms[i * steps + step]!);
}

function takeTokens(model: Transformer, residual: Tensor2D, uniforms: Float32Array, temperature: number) {
  return tf.tidy(() => {
    const { tokens, logProb } = sampleTokens(model.logits(residual), tf.tensor1d(uniforms), temperature);
    return { tokens: tokens.dataSync<'int32'>().slice(), logProbs: logProb.dataSync<'float32'>().slice() };
  });
}
