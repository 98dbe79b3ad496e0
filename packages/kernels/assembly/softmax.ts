// What the ops over one row of scores or logits share. Sums run over lanes j % 4 in ascending order, so that
// zeros after a row's end change nothing.
import { expVector, laneMask, loadVectorOr, logScalar, maxLanes, sumLanes } from './simd';

/** Below every logit, and exp of it is 0. */
export const LOWEST: f32 = -1e30;

export function rowMax(row: usize, count: i32): f32 {
  let top = f32x4.splat(LOWEST);
  for (let j = 0; j < count; j += 4) {
    top = f32x4.pmax(top, loadVectorOr(row + ((<usize>j) << 2), count - j, LOWEST));
  }
  return maxLanes(top);
}

/** log of the sum of exp(row - top) */
export function logSumExp(row: usize, count: i32, top: f32): f32 {
  const shift = f32x4.splat(top);
  let sum = f32x4.splat(0);
  for (let j = 0; j < count; j += 4) {
    const v = loadVectorOr(row + ((<usize>j) << 2), count - j, LOWEST);
    sum = f32x4.add(sum, expVector(f32x4.sub(v, shift)));
  }
  return logScalar(sumLanes(sum));
}

/** Log-probability of `token` under a row's softmax. */
export function rowLogProb(row: usize, token: i32, top: f32, logSum: f32): f32 {
  return load<f32>(row + ((<usize>token) << 2)) - top - logSum;
}

/**
 * In place: row[0..count-1] = softmax(scale * row), row[count..end-1] = 0. `end` is a multiple of 4.
 */
export function softmaxInPlace(row: usize, count: i32, end: i32, scale: f32): void {
  const factor = f32x4.splat(scale);
  const lowest = f32x4.splat(LOWEST);
  let top = lowest;
  for (let j = 0; j < count; j += 4) {
    const p = row + ((<usize>j) << 2);
    let v = f32x4.mul(v128.load(p), factor);
    if (count - j < 4) v = v128.bitselect(v, lowest, laneMask(count - j));
    top = f32x4.pmax(top, v);
    v128.store(p, v);
  }
  const shift = f32x4.splat(maxLanes(top));
  let sum = f32x4.splat(0);
  for (let j = 0; j < count; j += 4) {
    const p = row + ((<usize>j) << 2);
    const e = expVector(f32x4.sub(v128.load(p), shift));
    sum = f32x4.add(sum, e);
    v128.store(p, e);
  }
  const inverse = f32x4.splat(1 / sumLanes(sum));
  for (let j = 0; j < count; j += 4) {
    const p = row + ((<usize>j) << 2);
    v128.store(p, f32x4.mul(v128.load(p), inverse));
  }
  for (let j = (count + 3) & ~3; j < end; j += 4) v128.store(row + ((<usize>j) << 2), f32x4.splat(0));
}
