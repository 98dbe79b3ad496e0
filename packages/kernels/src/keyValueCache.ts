import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
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
 * Writes the keys and values of positions 0..time-1, for instance those of a prompt.
 *
 * @param qkv [batch * time, 3 * width], as `causalAttention` takes it
 */
export function fillKeyValueCache(
  cache: KeyValueCache,
  qkv: Tensor2D,
  { batch, time }: { readonly batch: number; readonly time: number },
): void {
  if (batch !== cache.batch) {
    throw new Error(`fillKeyValueCache: batch is ${batch}, but the cache was created for ${cache.batch}`);
  }
  expectInteger('fillKeyValueCache', 'time', time, 1);
  if (time > cache.length) {
    throw new Error(`fillKeyValueCache: ${time} positions do not fit in a cache of ${cache.length}`);
  }
  expectTensor('fillKeyValueCache', 'qkv', qkv, [batch * time, 3 * cache.width]);
  const write = usesModule() ? writeInPlace : composedWrite;
  write(cache, qkv, 0, time);
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
    keys: number,
    values: number,
    batch: number,
    time: number,
    first: number,
    heads: number,
    headWidth: number,
    length: number,
  ): void;
}

/** The same in the cache's own memory. */
export function writeInPlace(cache: KeyValueCache, qkv: Tensor2D, first: number, time: number): void {
  const { batch, length, heads, width, keys, values } = cache;
  const { writeKeyValueCache } = module<KeyValueCacheModule>();
  writeKeyValueCache(
    address(qkv),
    address(keys),
    address(values),
    batch,
    time,
    first,
    heads,
    width / heads,
    length,
  );
}
