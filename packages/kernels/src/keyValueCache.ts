import type { Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { address, module, usesModule } from './runtime.ts';
import { expectInteger, expectTensor } from './shapes.ts';

/** Keys and values of the positions seen so far, for one layer. Dispose it when the sampling is done. */
export interface KeyValueCache {
  readonly batch: number;
  /** How many positions fit. */
  readonly length: number;
  readonly width: number;
  readonly heads: number;
  /** [batch, heads, width / heads, length rounded up to a multiple of 4], so that one vector load reads one
   * component of four positions' keys. */
  keys: Tensor4D;
  /** [batch, heads, length, width / heads] */
  values: Tensor4D;
  dispose(): void;
}

/** An empty cache of `length` positions; its tensors survive `tf.tidy`. */
export function createKeyValueCache(
  batch: number,
  length: number,
  width: number,
  heads: number,
): KeyValueCache {
  expectInteger('createKeyValueCache', 'batch', batch, 1);
  expectInteger('createKeyValueCache', 'length', length, 1);
  expectInteger('createKeyValueCache', 'heads', heads, 1);
  if (width % heads !== 0) {
    throw new Error(`createKeyValueCache: width ${width} is not a multiple of ${heads} heads`);
  }
  const headWidth = width / heads;
  const columns = Math.ceil(length / 4) * 4;
  return {
    batch,
    length,
    width,
    heads,
    keys: tf.keep(tf.zeros<tf.Rank.R4>([batch, heads, headWidth, columns])),
    values: tf.keep(tf.zeros<tf.Rank.R4>([batch, heads, length, headWidth])),
    dispose() {
      this.keys.dispose();
      this.values.dispose();
    },
  };
}

/**
 * Writes the keys and values of positions 0..time-1 of every sequence, for instance those of a prompt.
 *
 * @param qkv [batch * time, 3 * width], as `causalAttention` takes it
 */
export function fillKeyValueCache(cache: KeyValueCache, qkv: Tensor2D): void {
  const time = qkv.shape[0] / cache.batch;
  expectInteger('fillKeyValueCache', 'rows of qkv / batch', time, 1);
  if (time > cache.length) {
    throw new Error(`fillKeyValueCache: ${time} positions do not fit in a cache of ${cache.length}`);
  }
  expectTensor('fillKeyValueCache', 'qkv', qkv, [cache.batch * time, 3 * cache.width]);
  if (usesModule()) writeInPlace(cache, qkv, 0, undefined);
  else composedWrite(cache, qkv, 0, time);
}

/** Replaces the cache's tensors by copies in which positions `first`..`first + time - 1` are new. */
export function composedWrite(cache: KeyValueCache, qkv: Tensor2D, first: number, time: number): void {
  const { batch, heads, width, keys, values } = cache;
  const headWidth = width / heads;
  const [nextKeys, nextValues] = tf.tidy(() => {
    const part = (index: number) => {
      const columns = tf.slice(qkv, [0, index * width], [batch * time, width]);
      return tf.reshape<tf.Rank.R4>(columns, [batch, time, heads, headWidth]);
    };
    const spliced = (old: Tensor4D, added: Tensor4D, axis: 2 | 3) => {
      const length = old.shape[axis];
      const pieces = tf.split(old, [first, time, length - first - time], axis);
      return tf.concat([pieces[0]!, added, pieces[2]!] as Tensor4D[], axis);
    };
    return [
      spliced(keys, tf.transpose(part(1), [0, 2, 3, 1]), 3),
      spliced(values, tf.transpose(part(2), [0, 2, 1, 3]), 2),
    ] as const;
  });
  cache.dispose();
  cache.keys = tf.keep(nextKeys);
  cache.values = tf.keep(nextValues);
}

interface KeyValueCacheModule {
  writeKeyValueCache(
    qkv: number,
    sequences: number,
    keys: number,
    values: number,
    count: number,
    time: number,
    first: number,
    heads: number,
    headWidth: number,
    length: number,
  ): void;
}

/** The same in the cache's own memory, for the given sequences of the cache or, without them, for all. */
export function writeInPlace(
  cache: KeyValueCache,
  qkv: Tensor2D,
  first: number,
  sequences: Tensor1D | undefined,
): void {
  const { length, heads, width, keys, values } = cache;
  const count = sequences?.size ?? cache.batch;
  const { writeKeyValueCache } = module<KeyValueCacheModule>();
  writeKeyValueCache(
    address(qkv),
    address(sequences),
    address(keys),
    address(values),
    count,
    qkv.shape[0] / count,
    first,
    heads,
    width / heads,
    length,
  );
}
