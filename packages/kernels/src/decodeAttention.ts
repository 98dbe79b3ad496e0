import type { Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { composedWrite, type KeyValueCache } from './keyValueCache.ts';
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
  return composedDecodeAttention(qkv, cache, position);
}

export function composedDecodeAttention(qkv: Tensor2D, cache: KeyValueCache, position: number): Tensor2D {
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
