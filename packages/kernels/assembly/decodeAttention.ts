// The cache holds keys as [batch, panels of 8 positions, heads, headWidth, 8], and values as
// [batch, length, heads, headWidth]: it is too large for the cache of a core, and what a sequence needs is read in one
// stream. Every sum runs in the order in which causalAttention runs it: sampling and training see the same bits.
import { panelCount } from './matmul';
import { loadVector, madd, storeVector } from './simd';
import { softmaxInPlace } from './softmax';

/** Writes the keys and values of a row of qkv [3 width] at a position of a sequence's keys and values. */
// @ts-ignore: decorator
@inline
function write(row: usize, position: i32, width: usize, keys: usize, values: usize): void {
  const k = row + width;
  const to = keys + <usize>(position >> 3) * (width << 3) + ((<usize>(position & 7)) << 2);
  for (let d: usize = 0; d < width; d += 4) store<f32>(to + (d << 3), load<f32>(k + d));
  memory.copy(values + <usize>position * width, k + width, width);
}

/**
 * Writes keys and values at positions 0..time - 1 of the cache's first `count` sequences: those in the rows `rows`
 * [count, time] of qkv [..., 3 width].
 */
export function fillKeyValueCache(
  qkv: usize,
  rows: usize,
  keys: usize,
  values: usize,
  count: i32,
  time: i32,
  heads: i32,
  headWidth: i32,
  length: i32,
): void {
  const width = (<usize>(heads * headWidth)) << 2;
  for (let i = 0; i < count; i++) {
    for (let t = 0; t < time; t++) {
      write(qkv + <usize>load<i32>(rows) * width * 3, t, width, keys, values);
      rows += 4;
    }
    keys += <usize>panelCount(length) * (width << 3);
    values += <usize>length * width;
  }
}

/** Floats of scratch memory that `decodeAttention` needs. */
export function decodeScratch(heads: i32, length: i32): i32 {
  return heads * panelCount(length) * 8;
}

/**
 * Writes the keys and values of qkv [count, 3 width] at `position` of the cache's `sequences` [count], and gives what
 * they attend to there, y [count, width]. Written and read in one pass, since both miss the cache of a core.
 */
export function decodeAttention(
  qkv: usize,
  sequences: usize,
  allKeys: usize,
  allValues: usize,
  y: usize,
  count: i32,
  position: i32,
  heads: i32,
  headWidth: i32,
  length: i32,
  scratch: usize,
): void {
  const headBytes = (<usize>headWidth) << 2;
  const width = <usize>heads * headBytes;
  const scale: f32 = 1 / sqrt<f32>(<f32>headWidth);
  const seen = position + 1;
  const panels = panelCount(seen);
  const keyBytes = <usize>panelCount(length) * (width << 3);
  const valueBytes = <usize>length * width;
  const weightBytes = (<usize>panelCount(length)) << 5;
  for (let i = 0; i < count; i++) {
    const b = <usize>load<i32>(sequences + ((<usize>i) << 2));
    let keys = allKeys + b * keyBytes;
    let values = allValues + b * valueBytes;
    write(qkv, position, width, keys, values);
    for (let panel = 0; panel < panels; panel++) {
      let query = qkv;
      let to = scratch + ((<usize>panel) << 5);
      for (let h = 0; h < heads; h++) {
        scores(query, keys, headBytes, to);
        query += headBytes;
        keys += headBytes << 3;
        to += weightBytes;
      }
    }
    let weights = scratch;
    for (let h = 0; h < heads; h++) {
      softmaxInPlace(weights, seen, (seen + 3) & ~3, scale);
      weightedSum(weights, values, width, seen, headWidth, y);
      weights += weightBytes;
      values += headBytes;
      y += headBytes;
    }
    qkv += width * 3;
  }
}

/** Products of a query and the keys of a panel's 8 positions. */
// @ts-ignore: decorator
@inline
function scores(query: usize, keys: usize, headBytes: usize, to: usize): void {
  let low = f32x4.splat(0);
  let high = low;
  for (let d: usize = 0; d < headBytes; d += 4) {
    const q = v128.load32_splat(query + d);
    low = madd(q, v128.load(keys), low);
    high = madd(q, v128.load(keys, 16), high);
    keys += 32;
  }
  v128.store(to, low);
  v128.store(to, high, 16);
}

/** y [headWidth] = the sum of the values of `seen` positions, `stride` bytes apart, by their weights. */
// @ts-ignore: decorator
@inline
function weightedSum(
  weights: usize,
  values: usize,
  stride: usize,
  seen: i32,
  headWidth: i32,
  y: usize,
): void {
  let d = 0;
  for (; d + 16 <= headWidth; d += 16) {
    let value = values + ((<usize>d) << 2);
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let e = a;
    for (let j = 0; j < seen; j++) {
      const weight = v128.load32_splat(weights + ((<usize>j) << 2));
      a = madd(weight, v128.load(value), a);
      b = madd(weight, v128.load(value, 16), b);
      c = madd(weight, v128.load(value, 32), c);
      e = madd(weight, v128.load(value, 48), e);
      value += stride;
    }
    const to = y + ((<usize>d) << 2);
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, e, 48);
  }
  for (; d < headWidth; d += 4) {
    const rest = headWidth - d;
    let value = values + ((<usize>d) << 2);
    let sum = f32x4.splat(0);
    for (let j = 0; j < seen; j++) {
      sum = madd(v128.load32_splat(weights + ((<usize>j) << 2)), loadVector(value, rest), sum);
      value += stride;
    }
    storeVector(y + ((<usize>d) << 2), sum, rest);
  }
}
