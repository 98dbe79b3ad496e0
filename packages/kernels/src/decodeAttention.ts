import type { Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { composedWrite, type KeyValueCache } from './keyValueCache.ts';
import { runRowKernel } from './recording.ts';
import {
  address,
  allocate,
  defineKernel,
  expectIndices,
  module,
  usesModule,
  withScratch,
} from './runtime.ts';
import { composedSelectRows } from './selectRows.ts';
import { expectInteger, expectTensor } from './shapes.ts';

/**
 * One step of causal attention while sampling: writes this position's keys and values into the cache, then
 * attends to positions 0..position. Equals row `position` of `causalAttention` over the whole sequence.
 * Not differentiable.
 *
 * @param qkv [sequences, 3 * width], as `causalAttention` takes it
 * @param sequences int32 [sequences]: which sequence of the cache each row continues, none twice
 * @returns [sequences, width]
 */
export function decodeAttention(
  qkv: Tensor2D,
  cache: KeyValueCache,
  position: number,
  sequences: Tensor1D,
): Tensor2D {
  expectTensor('decodeAttention', 'sequences', sequences, ['sequences'], 'int32');
  expectTensor('decodeAttention', 'qkv', qkv, [sequences.size, 3 * cache.width]);
  expectInteger('decodeAttention', 'position', position, 0);
  if (position >= cache.length) {
    throw new Error(`decodeAttention: position ${position} does not fit in a cache of ${cache.length}`);
  }
  expectIndices('decodeAttention', 'sequences', sequences, cache.batch);
  if (!usesModule()) return composedDecodeAttention(qkv, cache, position, sequences);
  const { keys, values, heads, length } = cache;
  return runRowKernel(
    'VestigeDecodeAttention',
    { qkv, sequences, keys, values },
    { heads, length, position },
  );
}

function composedDecodeAttention(
  some: Tensor2D,
  cache: KeyValueCache,
  position: number,
  sequences: Tensor1D,
): Tensor2D {
  const { batch, heads, width } = cache;
  // Sequences that are not continued are given zeros: nobody reads them again.
  const qkv = tf.tidy(() =>
    tf.scatterND<tf.Rank.R2>(tf.reshape(sequences, [-1, 1]), some, [batch, 3 * width]),
  );
  composedWrite(cache, qkv, position, 1);
  const y = tf.tidy(() => {
    const headWidth = width / heads;
    const q = tf.reshape(tf.slice(qkv, [0, 0], [batch, width]), [batch, heads, 1, headWidth]);
    const scores = tf.matMul(tf.mul(q, 1 / Math.sqrt(headWidth)), cache.keys, false, true);
    const all = tf.reshape<tf.Rank.R2>(tf.matMul(tf.softmax(scores), cache.values), [batch, width]);
    return composedSelectRows(all, sequences);
  });
  qkv.dispose();
  return y;
}

export interface DecodeAttentionModule {
  decodeScratch(heads: number, length: number): number;
  decodeAttention(
    qkv: number,
    sequences: number,
    keys: number,
    values: number,
    y: number,
    count: number,
    position: number,
    heads: number,
    headWidth: number,
    length: number,
    scratch: number,
  ): void;
}

interface DecodeAttentionInputs {
  readonly qkv: Tensor2D;
  readonly sequences: Tensor1D;
  readonly keys: Tensor4D;
  readonly values: Tensor4D;
}

defineKernel(
  'VestigeDecodeAttention',
  (
    { qkv, sequences, keys, values }: DecodeAttentionInputs,
    { heads, length, position }: { heads: number; length: number; position: number },
  ) => {
    const width = qkv.shape[1] / 3;
    const y = allocate([sequences.size, width]);
    const { decodeAttention, decodeScratch } = module<DecodeAttentionModule>();
    withScratch(decodeScratch(heads, length), (scratch) =>
      decodeAttention(
        address(qkv),
        address(sequences),
        address(keys),
        address(values),
        address(y),
        sequences.size,
        position,
        heads,
        width / heads,
        length,
        scratch,
      ),
    );
    return y;
  },
);
