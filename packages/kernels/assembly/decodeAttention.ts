// The cache holds keys as [batch, heads, panels of 8 positions, headWidth, 8], and values as
// [batch, heads, length, headWidth]. Every sum runs in the order in which causalAttention runs it: sampling and
// training see the same bits.
import { panelCount } from './matmul';
import { loadVector, madd, storeVector } from './simd';
import { softmaxInPlace } from './softmax';

// @ts-ignore: decorator
@inline
function indexAt(indices: usize, i: i32): usize {
  return <usize>(indices ? load<i32>(indices + ((<usize>i) << 2)) : i);
}

/**
 * Writes keys and values at positions first..first + time - 1 of the cache's `sequences` [count]: those in the rows
 * `rows` [count, time] of qkv [..., 3 width]. An address of 0 stands for 0, 1, 2, ....
 */
export function writeKeyValueCache(
  qkv: usize,
  rows: usize,
  sequences: usize,
  keys: usize,
  values: usize,
  count: i32,
  time: i32,
  first: i32,
  heads: i32,
  headWidth: i32,
  length: i32,
): void {
  const headBytes = (<usize>headWidth) << 2;
  const width = <usize>heads * headBytes;
  const keyBytes = (<usize>(panelCount(length) * headWidth)) << 5;
  const valueBytes = <usize>length * headBytes;
  for (let i = 0; i < count; i++) {
    const head = indexAt(sequences, i) * <usize>heads;
    for (let t = 0; t < time; t++) {
      let k = qkv + indexAt(rows, i * time + t) * width * 3 + width;
      let v = k + width;
      const position = first + t;
      let to =
        keys + head * keyBytes + ((<usize>((position >> 3) * headWidth)) << 5) + ((<usize>(position & 7)) << 2);
      let valueTo = values + head * valueBytes + <usize>position * headBytes;
      for (let h = 0; h < heads; h++) {
        for (let d: usize = 0; d < headBytes; d += 4) {
          store<f32>(to + (d << 3), load<f32>(k + d));
        }
        memory.copy(valueTo, v, headBytes);
        k += headBytes;
        v += headBytes;
        to += keyBytes;
        valueTo += valueBytes;
      }
    }
  }
}

/**
 * y [count, width] of qkv [count, 3 width], which continue the cache's `sequences` [count]; `scratch` holds
 * length + 8 floats.
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
  const weights = scratch;
  const keyBytes = (<usize>(panelCount(length) * headWidth)) << 5;
  const valueBytes = <usize>length * headBytes;
  for (let i = 0; i < count; i++) {
    const head = indexAt(sequences, i) * <usize>heads;
    let keys = allKeys + head * keyBytes;
    let values = allValues + head * valueBytes;
    for (let h = 0; h < heads; h++) {
      scores(qkv + <usize>h * headBytes, keys, seen, headBytes, weights);
      softmaxInPlace(weights, seen, (seen + 3) & ~3, scale);
      weightedSum(weights, values, seen, headWidth, y);
      keys += keyBytes;
      values += valueBytes;
      y += headBytes;
    }
    qkv += width * 3;
  }
}

/** Products of a query and the keys of `seen` positions, to the end of the last panel. */
// @ts-ignore: decorator
@inline
function scores(query: usize, keys: usize, seen: i32, headBytes: usize, to: usize): void {
  for (let j = 0; j < seen; j += 8) {
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
    to += 32;
  }
}

/** y [headWidth] = the sum of the values of `seen` positions by their weights. */
// @ts-ignore: decorator
@inline
function weightedSum(weights: usize, values: usize, seen: i32, headWidth: i32, y: usize): void {
  const headBytes = (<usize>headWidth) << 2;
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
      value += headBytes;
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
      value += headBytes;
    }
    storeVector(y + ((<usize>d) << 2), sum, rest);
  }
}
