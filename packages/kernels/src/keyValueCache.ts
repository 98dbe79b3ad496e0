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
  /** [batch, length rounded up to a multiple of 8, heads, width / heads]. In the WebAssembly module's memory, eight
   * positions at a time are transposed, so that one vector load reads one component of four keys. */
  keys: Tensor4D;
  /** [batch, length, heads, width / heads] */
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
  const empty = (positions: number): Tensor4D => {
    const shape: [number, number, number, number] = [batch, positions, heads, headWidth];
    return tf.keep(usesModule() ? uninitialized<Tensor4D>(shape) : tf.zeros<tf.Rank.R4>(shape));
  };
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

/** Replaces the cache's tensors by copies in which positions `first`..`first + time - 1` are new. */
export function composedWrite(cache: KeyValueCache, qkv: Tensor2D, first: number, time: number): void {
  const { batch, heads, width, keys, values } = cache;
  const headWidth = width / heads;
  const [nextKeys, nextValues] = tf.tidy(() => {
    const part = (index: number) => {
      const columns = tf.slice(qkv, [0, index * width], [batch * time, width]);
      return tf.reshape<tf.Rank.R4>(columns, [batch, time, heads, headWidth]);
    };
    const spliced = (old: Tensor4D, added: Tensor4D) => {
      const pieces = tf.split(old, [first, time, old.shape[1] - first - time], 1);
      return tf.concat([pieces[0]!, added, pieces[2]!] as Tensor4D[], 1);
    };
    return [spliced(keys, part(1)), spliced(values, part(2))] as const;
  });
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
