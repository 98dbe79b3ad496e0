import type { Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import {
  causalAttention,
  createKeyValueCache,
  decodeAttention,
  fillKeyValueCache,
  type KeyValueCache,
  type Recording,
  record,
  sampleTokens,
} from '@vestige/kernels';
import type { RandomStream } from '@vestige/random';
import {
  type CompletionOptions,
  complete,
  forbiddenMask,
  type SampledCompletion,
  type SampledTokens,
} from './completions.ts';
import { int32, packedTensors } from './packedTensors.ts';
import { Packing } from './packing.ts';
import type { Attend, Transformer } from './transformer.ts';

export interface SampleOptions extends CompletionOptions {
  /** Takes what the forward passes computed, for {@link Packing} of the prompts continued step by step by all
   * tokens but the last of each completion. */
  readonly recording?: Recording;
}

/**
 * Samples a completion of each prompt, with a key-value cache. The numbers of the stream are taken as `complete` says.
 *
 * @param prompts token ids, all of one length
 */
export function sample(
  model: Transformer,
  prompts: readonly (readonly number[])[],
  stream: RandomStream,
  options: SampleOptions,
): SampledCompletion[] {
  const { temperature = 1, forbidden = [], recording } = options;
  const { width, heads, layers, contextLength } = model.options;
  const caches: KeyValueCache[] = [];
  const pass = (uniforms: Float32Array, forward: () => Tensor2D) => {
    const logits = tf.tidy(() => (recording ? record(recording, forward) : forward()));
    return takeTokens(logits, uniforms, temperature, forbidden);
  };
  try {
    return complete(prompts, contextLength, stream, options, (length) => {
      for (let layer = 0; layer < layers; layer++) {
        caches.push(createKeyValueCache(prompts.length, length, width, heads));
      }
      return {
        begin: (uniforms) =>
          pass(uniforms, () => {
            const packing = new Packing(prompts);
            const { ids, positions, sequences } = packedTensors(packing);
            const attend: Attend = (qkv, layer) => {
              fillKeyValueCache(caches[layer]!, qkv, sequences.rows);
              return causalAttention(qkv, sequences, heads);
            };
            return model.logits(model.blocks(ids, positions, attend, int32(packing.lastRows())));
          }),
        next: (ids, open, position, uniforms) =>
          pass(uniforms, () => {
            const sequences = int32(open);
            const positions = tf.fill<tf.Rank.R1>([open.length], position, 'int32');
            const attend: Attend = (qkv, layer) => decodeAttention(qkv, caches[layer]!, position, sequences);
            return model.logits(model.blocks(int32(ids), positions, attend));
          }),
      };
    });
  } finally {
    for (const cache of caches) cache.dispose();
  }
}

/** Samples from logits [rows, vocabulary], and disposes them. */
function takeTokens(
  logits: Tensor2D,
  uniforms: Float32Array,
  temperature: number,
  forbidden: readonly number[],
): SampledTokens {
  const chances = tf.tensor1d(uniforms);
  const allowed = forbidden.length === 0 ? logits : without(logits, forbidden);
  const { tokens, logProb } = sampleTokens(allowed, chances, temperature);
  const taken = { tokens: tokens.dataSync<'int32'>(), logProbs: logProb.dataSync<'float32'>() };
  tf.dispose([logits, allowed, chances, tokens, logProb]);
  return taken;
}

/** Logits under which the tokens have no probability. */
function without(logits: Tensor2D, tokens: readonly number[]): Tensor2D {
  return tf.tidy(() => tf.add(logits, tf.tensor1d(forbiddenMask(tokens, logits.shape[1]))));
}
