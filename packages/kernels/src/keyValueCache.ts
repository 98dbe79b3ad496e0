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
  /** [batch, heads, length rounded up to a multiple of 8, width / heads]. In the WebAssembly module's memory, eight
   * positions at a time are transposed, so that one vector load reads one component of four keys. */
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
  const empty = (positions: number): Tensor4D => {
    const shape: [number, number, number, number] = [batch, heads, positions, headWidth];
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
    writeInPlace(cache, qkv, { count: cache.batch, time, first: 0, rows });
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
      const pieces = tf.split(old, [first, time, old.shape[2] - first - time], 2);
      return tf.concat([pieces[0]!, tf.transpose(added, [0, 2, 1, 3]), pieces[2]!] as Tensor4D[], 2);
    };
    return [spliced(keys, part(1)), spliced(values, part(2))] as const;
  });
  cache.dispose();
  cache.keys = tf.keep(nextKeys);
  cache.values = tf.keep(nextValues);
}

interface KeyValueCacheModule {
  writeKeyValueCache(
    qkv: number,
    rows: number,
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

/** Which positions {@link writeInPlace} writes. */
interface Written {
  /** How many sequences. */
  readonly count: number;
  /** Positions `first`..`first + time - 1` of each. */
  readonly time: number;
  readonly first: number;
  /** Rows of qkv, int32 [count * time]; 0, 1, 2, ... without them. */
  readonly rows?: Tensor1D;
  /** Sequences of the cache, int32 [count]; 0, 1, 2, ... without them. */
  readonly sequences?: Tensor1D;
}

/** Writes keys and values in the cache's own memory. */
export function writeInPlace(cache: KeyValueCache, qkv: Tensor2D, written: Written): void {
  const { length, heads, width, keys, values } = cache;
  const { count, time, first, rows, sequences } = written;
  const { writeKeyValueCache } = module<KeyValueCacheModule>();
  writeKeyValueCache(
    address(qkv),
    address(rows),
    address(sequences),
    address(keys),
    address(values),
    count,
    time,
    first,
    heads,
    width / heads,
    length,
  );
}
