import type { Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import {
  causalAttention,
  createKeyValueCache,
  decodeAttention,
  fillKeyValueCache,
  type Recording,
  record,
  sampleTokens,
} from '@vestige/kernels';
import type { RandomStream } from '@vestige/random';
import { int32, Packing } from './sequences.ts';
import type { Attend, Transformer } from './transformer.ts';

export interface SampleOptions {
  /** Longest completion, its beginning included. */
  readonly maxNewTokens: number;
  /** Ends a completion, and belongs to it. */
  readonly stopToken: number;
  /** 1 unless given; 0 takes the most probable token. */
  readonly temperature?: number;
  /** Tokens that each completion begins with, in the order of the prompts: taken, not sampled. None unless given. */
  readonly beginnings?: readonly (readonly number[])[];
  /** Tokens that are never sampled; the others share their probability. None unless given. */
  readonly forbidden?: readonly number[];
  /** Takes what the forward passes computed, for {@link Packing} of the prompts continued step by step by all
   * tokens but the last of each completion. */
  readonly recording?: Recording;
}

/** A sampled completion. */
export interface Sampled {
  /** Generated token ids, the stop token included if it came; the beginning is left out. */
  readonly tokens: number[];
  /** Log-probability of each token under the policy at temperature 1, nats; among the tokens not forbidden. */
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
  const { maxNewTokens, stopToken, temperature = 1, beginnings, forbidden = [], recording } = options;
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
  const tooLong = beginnings?.findIndex(({ length }) => length > maxNewTokens) ?? -1;
  if (tooLong >= 0) {
    throw new Error(
      `sample: beginning ${tooLong} has ${beginnings![tooLong]!.length} tokens; at most ${maxNewTokens} (maxNewTokens) fit`,
    );
  }
  const uniforms = new Float32Array(batch * maxNewTokens);
  for (let i = 0; i < uniforms.length; i++) uniforms[i] = stream.uniform();
  const sampled: Sampled[] = prompts.map(() => ({ tokens: [], logProbs: [] }));
  // Prompts whose completion goes on; the others cost nothing more.
  let open = Array.from(prompts, (_, i) => i);
  const caches = Array.from({ length: layers }, () => createKeyValueCache(batch, total, width, heads));
  const pass = (forward: () => Tensor2D) =>
    tf.tidy(() => (recording ? record(recording, forward) : forward()));
  try {
    let logits = pass(() => {
      const packing = new Packing(prompts);
      const { ids, positions, sequences } = packing.packed();
      const attend: Attend = (qkv, layer) => {
        fillKeyValueCache(caches[layer]!, qkv, sequences.rows);
        return causalAttention(qkv, sequences, heads);
      };
      return model.logits(model.blocks(ids, positions, attend, int32(packing.lastRows())));
    });
    for (let step = 0; step < maxNewTokens; step++) {
      const numbers = Float32Array.from(open, (i) => uniforms[i * maxNewTokens + step]!);
      const next = takeTokens(logits, numbers, temperature, forbidden);
      const kept: number[] = [];
      const closed = new Set<number>();
      for (const [k, i] of open.entries()) {
        // A beginning is gone through like what is sampled, so that completions stay in step with each other.
        const given = beginnings?.[i]?.[step];
        if (given === undefined) {
          sampled[i]!.tokens.push(next.tokens[k]!);
          sampled[i]!.logProbs.push(next.logProbs[k]!);
        }
        if (given === undefined && next.tokens[k] === stopToken) closed.add(i);
        else kept.push(given ?? next.tokens[k]!);
      }
      open = open.filter((i) => !closed.has(i));
      if (open.length === 0 || step === maxNewTokens - 1) break;
      const position = promptLength + step;
      logits = pass(() => {
        const sequences = int32(open);
        const positions = tf.fill<tf.Rank.R1>([open.length], position, 'int32');
        const attend: Attend = (qkv, layer) => decodeAttention(qkv, caches[layer]!, position, sequences);
        return model.logits(model.blocks(int32(kept), positions, attend));
      });
    }
    return sampled;
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
) {
  const chances = tf.tensor1d(uniforms);
  const allowed = forbidden.length === 0 ? logits : without(logits, forbidden);
  const { tokens, logProb } = sampleTokens(allowed, chances, temperature);
  const taken = { tokens: tokens.dataSync<'int32'>(), logProbs: logProb.dataSync<'float32'>() };
  tf.dispose([logits, allowed, chances, tokens, logProb]);
  return taken;
}

/** Logits under which the tokens have no probability; finite, as `sampleTokens` wants them. */
function without(logits: Tensor2D, tokens: readonly number[]): Tensor2D {
  const mask = new Float32Array(logits.shape[1]);
  for (const token of tokens) mask[token] = -1e9;
  return tf.tidy(() => tf.add(logits, tf.tensor1d(mask)));
}
