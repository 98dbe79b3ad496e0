import type { Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { address, expectIndices, module, uninitialized, usesModule } from './runtime.ts';
import { composedSelectRows } from './selectRows.ts';
import { expectInteger, expectTensor } from './shapes.ts';

/** Keys and values of the positions seen so far, for one layer. Dispose it when the sampling is done. */
export interface KeyValueCache {
  readonly batch: number;
  /** How many positions fit. */
  readonly length: number;
  readonly width: number;
  readonly heads: number;
  /** In the WebAssembly module's memory [batch, length rounded up to a multiple of 8, heads, width / heads], eight
   * positions at a time transposed, so that one vector load reads one component of four keys. Elsewhere
   * [batch, heads, positions written, width / heads]. */
  keys: Tensor4D;
  /** [batch, length, heads, width / heads]; outside of the module as `keys`. */
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
  const empty = (positions: number): Tensor4D =>
    tf.keep(
      usesModule()
        ? uninitialized<Tensor4D>([batch, positions, heads, headWidth])
        : tf.zeros<tf.Rank.R4>([batch, heads, 0, headWidth]),
    );
  return {
    batch,
    length,
    width,
    heads,
    keys: empty(Math.ceil(length / 8) * 8),
    values: empty(length),
    dispose() {
      this.keys.dispose();
      this.values.dispose();
    },
  };
}

/**
 * Writes the keys and values of positions 0..time-1 of every sequence, for instance those of a prompt.
 *
 * @param qkv [rows, 3 * width], as `causalAttention` takes it
 * @param rows int32 [batch * time], the row of each position of each sequence
 */
export function fillKeyValueCache(cache: KeyValueCache, qkv: Tensor2D, rows: Tensor1D): void {
  const time = rows.size / cache.batch;
  expectInteger('fillKeyValueCache', 'rows / batch', time, 1);
  if (time > cache.length) {
    throw new Error(`fillKeyValueCache: ${time} positions do not fit in a cache of ${cache.length}`);
  }
  expectTensor('fillKeyValueCache', 'qkv', qkv, ['rows', 3 * cache.width]);
  expectIndices('fillKeyValueCache', 'rows', rows, qkv.shape[0]);
  if (usesModule()) {
    const { batch, length, heads, width, keys, values } = cache;
    const { fillKeyValueCache } = module<KeyValueCacheModule>();
    fillKeyValueCache(
      address(qkv),
      address(rows),
      address(keys),
      address(values),
      batch,
      time,
      heads,
      width / heads,
      length,
    );
    return;
  }
  const selected = tf.tidy(() => composedSelectRows(qkv, rows));
  composedWrite(cache, selected, 0, time);
  selected.dispose();
}

/** Replaces the cache's tensors by longer ones: positions before `first` as they were, then `time` new ones. */
export function composedWrite(cache: KeyValueCache, qkv: Tensor2D, first: number, time: number): void {
  const { batch, heads, width, keys, values } = cache;
  const headWidth = width / heads;
  const written = keys.shape[2];
  if (first > written) {
    throw new Error(`key-value cache: position ${first} would follow position ${written - 1}`);
  }
  const [nextKeys, nextValues] = tf.tidy(() => {
    const [, ...added] = tf.split(qkv, 3, 1);
    return [keys, values].map((old, i) => {
      const rows = added[i]!;
      const perHead =
        time === 1
          ? tf.reshape<tf.Rank.R4>(rows, [batch, heads, 1, headWidth])
          : tf.transpose<Tensor4D>(tf.reshape(rows, [batch, time, heads, headWidth]), [0, 2, 1, 3]);
      if (first === 0) return perHead;
      const before = first === written ? old : tf.slice(old, [0, 0, 0, 0], [batch, heads, first, headWidth]);
      return tf.concat([before, perHead], 2);
    });
  }) as [Tensor4D, Tensor4D];
  cache.dispose();
  cache.keys = tf.keep(nextKeys);
  cache.values = tf.keep(nextValues);
}

export interface KeyValueCacheModule {
  fillKeyValueCache(
    qkv: number,
    rows: number,
    keys: number,
    values: number,
    batch: number,
    time: number,
    heads: number,
    headWidth: number,
    length: number,
  ): void;
}
