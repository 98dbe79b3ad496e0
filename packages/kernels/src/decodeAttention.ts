import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { composedWrite, type KeyValueCache, writeInPlace } from './keyValueCache.ts';
import { address, allocate, defineKernel, module, runKernel, usesModule, withScratch } from './runtime.ts';
import { expectInteger, expectTensor } from './shapes.ts';

/**
 * One step of causal attention while sampling: writes this position's keys and values into the cache, then
 * attends to positions 0..position. Equals row `position` of `causalAttention` over the whole sequence.
 * Not differentiable.
 *
 * @param qkv [batch, 3 * width], as `causalAttention` takes it
 * @returns [batch, width]
 */
export function decodeAttention(qkv: Tensor2D, cache: KeyValueCache, position: number): Tensor2D {
  expectTensor('decodeAttention', 'qkv', qkv, [cache.batch, 3 * cache.width]);
  expectInteger('decodeAttention', 'position', position, 0);
  if (position >= cache.length) {
    throw new Error(`decodeAttention: position ${position} does not fit in a cache of ${cache.length}`);
  }
  if (!usesModule()) return composedDecodeAttention(qkv, cache, position);
  writeInPlace(cache, qkv, position, 1);
  const { keys, values, heads, length } = cache;
  return runKernel('VestigeDecodeAttention', { qkv, keys, values }, { heads, length, position });
}

function composedDecodeAttention(qkv: Tensor2D, cache: KeyValueCache, position: number): Tensor2D {
  composedWrite(cache, qkv, position, 1);
  return tf.tidy(() => {
    const { batch, heads, width, keys, values } = cache;
    const headWidth = width / heads;
    const seen = position + 1;
    const q = tf.reshape(tf.slice(qkv, [0, 0], [batch, width]), [batch, heads, 1, headWidth]);
    const k = tf.slice(keys, [0, 0, 0, 0], [batch, heads, headWidth, seen]);
    const v = tf.slice(values, [0, 0, 0, 0], [batch, heads, seen, headWidth]);
    const weights = tf.softmax(tf.mul(tf.matMul(q, k), 1 / Math.sqrt(headWidth)));
    return tf.reshape<tf.Rank.R2>(tf.matMul(weights, v), [batch, width]);
  });
}

interface DecodeAttentionModule {
  decodeAttention(
    qkv: number,
    keys: number,
    values: number,
    y: number,
    batch: number,
    position: number,
    heads: number,
    headWidth: number,
    length: number,
    scratch: number,
  ): void;
}

defineKernel(
  'VestigeDecodeAttention',
  (
    { qkv, keys, values }: { qkv: Tensor2D; keys: Tensor4D; values: Tensor4D },
    { heads, length, position }: { heads: number; length: number; position: number },
  ) => {
    const batch = qkv.shape[0];
    const width = qkv.shape[1] / 3;
    const y = allocate([batch, width]);
    const { decodeAttention } = module<DecodeAttentionModule>();
    withScratch(length + 4, (scratch) =>
      decodeAttention(
        address(qkv),
        address(keys),
        address(values),
        address(y),
        batch,
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
