// The cache holds keys as [batch, heads, headWidth, columns], where columns is the length rounded up to a
// multiple of 4, and values as [batch, heads, length, headWidth]. Every sum runs in the order in which
// causalAttention runs it: sampling and training see the same bits.
import { loadVector, madd, storeVector } from './simd';
import { softmaxInPlace } from './softmax';

// @ts-ignore: decorator
@inline
function sequenceAt(sequences: usize, i: i32): i32 {
  return sequences ? load<i32>(sequences + ((<usize>i) << 2)) : i;
}

/**
 * Writes the keys and values of qkv [count, time, 3 width] at positions first..first + time - 1 of the cache's
 * `sequences` [count]; an address of 0 stands for 0..count-1.
 */
export function writeKeyValueCache(
  qkv: usize,
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
  const columns = (length + 3) & ~3;
  const keyStride = (<usize>columns) << 2;
  const headBytes = (<usize>headWidth) << 2;
  const width = <usize>heads * headBytes;
  for (let i = 0; i < count; i++) {
    const b = sequenceAt(sequences, i);
    for (let t = first; t < first + time; t++) {
      let k = qkv + width;
      let v = k + width;
      for (let h = 0; h < heads; h++) {
        const head = <usize>(b * heads + h);
        let to = keys + head * <usize>headWidth * keyStride + ((<usize>t) << 2);
        for (let d = 0; d < headWidth; d++) {
          store<f32>(to, load<f32>(k + ((<usize>d) << 2)));
          to += keyStride;
        }
        memory.copy(values + (head * <usize>length + <usize>t) * headBytes, v, headBytes);
        k += headBytes;
        v += headBytes;
      }
      qkv += 3 * width;
    }
  }
}

/**
 * y [count, width] of qkv [count, 3 width], which continue the cache's `sequences` [count]; `scratch` holds
 * length + 4 floats.
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
  const columns = (length + 3) & ~3;
  const keyStride = (<usize>columns) << 2;
  const headBytes = (<usize>headWidth) << 2;
  const width = <usize>heads * headBytes;
  const scale: f32 = 1 / sqrt<f32>(<f32>headWidth);
  const seen = position + 1;
  const weights = scratch;
  const keyBytes = <usize>heads * <usize>headWidth * keyStride;
  const valueBytes = <usize>length * width;
  for (let i = 0; i < count; i++) {
    const b = <usize>sequenceAt(sequences, i);
    let keys = allKeys + b * keyBytes;
    let values = allValues + b * valueBytes;
    for (let h = 0; h < heads; h++) {
      const q = qkv + <usize>h * headBytes;
      for (let j = 0; j < seen; j += 4) {
        let key = keys + ((<usize>j) << 2);
        let score = f32x4.splat(0);
        for (let o: usize = 0; o < headBytes; o += 4) {
          score = madd(v128.load32_splat(q + o), v128.load(key), score);
          key += keyStride;
        }
        v128.store(weights + ((<usize>j) << 2), score);
      }
      softmaxInPlace(weights, seen, (seen + 3) & ~3, scale);
      let d = 0;
      for (; d + 8 <= headWidth; d += 8) {
        let value = values + ((<usize>d) << 2);
        let low = f32x4.splat(0);
        let high = low;
        for (let j = 0; j < seen; j++) {
          const weight = v128.load32_splat(weights + ((<usize>j) << 2));
          low = madd(weight, v128.load(value), low);
          high = madd(weight, v128.load(value, 16), high);
          value += headBytes;
        }
        v128.store(y + ((<usize>d) << 2), low);
        v128.store(y + ((<usize>d) << 2), high, 16);
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
      keys += <usize>headWidth * keyStride;
      values += <usize>length * headBytes;
      y += headBytes;
    }
    qkv += 3 * width;
  }
}
