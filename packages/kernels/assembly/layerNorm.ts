import { BLOCK_ROWS } from './matmul';
import { laneMask, loadVector, madd, storeVector, sumLanes } from './simd';

/** Bytes of the moments of a block of rows. */
export const MOMENT_BYTES: usize = (<usize>BLOCK_ROWS) << 3;

/** Writes mean and 1 / sqrt(variance + epsilon) of each row of x [rows, width] to `moments` [rows, 2]. */
export function rowMoments(x: usize, rows: i32, width: i32, epsilon: f32, moments: usize): void {
  const whole = width & ~7;
  const perColumn: f32 = 1 / <f32>width;
  for (let i = 0; i < rows; i++) {
    let low = f32x4.splat(0);
    let high = low;
    for (let d = 0; d < whole; d += 8) {
      const at = x + ((<usize>d) << 2);
      low = f32x4.add(low, v128.load(at));
      high = f32x4.add(high, v128.load(at, 16));
    }
    for (let d = whole; d < width; d += 4) {
      low = f32x4.add(low, loadVector(x + ((<usize>d) << 2), width - d));
    }
    const mean = sumLanes(f32x4.add(low, high)) * perColumn;
    const m = f32x4.splat(mean);
    low = f32x4.splat(0);
    high = low;
    for (let d = 0; d < whole; d += 8) {
      const at = x + ((<usize>d) << 2);
      const a = f32x4.sub(v128.load(at), m);
      const b = f32x4.sub(v128.load(at, 16), m);
      low = madd(a, a, low);
      high = madd(b, b, high);
    }
    for (let d = whole; d < width; d += 4) {
      let c = f32x4.sub(loadVector(x + ((<usize>d) << 2), width - d), m);
      if (width - d < 4) c = v128.and(c, laneMask(width - d));
      low = madd(c, c, low);
    }
    store<f32>(moments, mean);
    store<f32>(moments, 1 / sqrt<f32>(sumLanes(f32x4.add(low, high)) * perColumn + epsilon), 4);
    moments += 8;
    x += (<usize>width) << 2;
  }
}

/** y [rows, width] = (x - mean) * scale * gain + bias, with `moments` [rows, 2] of {@link rowMoments}. */
export function normalize(
  x: usize,
  moments: usize,
  gain: usize,
  bias: usize,
  y: usize,
  rows: i32,
  width: i32,
): void {
  const stride = (<usize>width) << 2;
  for (let i = 0; i < rows; i++) {
    const m = v128.load32_splat(moments);
    const s = v128.load32_splat(moments, 4);
    for (let d = 0; d < width; d += 4) {
      const offset = (<usize>d) << 2;
      const rest = width - d;
      const normalized = f32x4.mul(f32x4.sub(loadVector(x + offset, rest), m), s);
      const v = madd(normalized, loadVector(gain + offset, rest), loadVector(bias + offset, rest));
      storeVector(y + offset, v, rest);
    }
    x += stride;
    y += stride;
    moments += 8;
  }
}

/**
 * With n = (x - mean) * scale and g = dy * gain, dx = scale * (g - mean(g) - n * mean(g n)), plus `residual`
 * unless its address is 0; the sums over the rows of dy n and dy are added to dGain and dBias.
 */
export function addNormalizeGradient(
  x: usize,
  moments: usize,
  gain: usize,
  dy: usize,
  residual: usize,
  dx: usize,
  dGain: usize,
  dBias: usize,
  rows: i32,
  width: i32,
): void {
  const stride = (<usize>width) << 2;
  const perColumn: f32 = 1 / <f32>width;
  for (let i = 0; i < rows; i++) {
    const m = v128.load32_splat(moments);
    const s = v128.load32_splat(moments, 4);
    let sumG = f32x4.splat(0);
    let sumGN = f32x4.splat(0);
    for (let d = 0; d < width; d += 4) {
      const offset = (<usize>d) << 2;
      const rest = width - d;
      const y = loadVector(dy + offset, rest);
      const n = f32x4.mul(f32x4.sub(loadVector(x + offset, rest), m), s);
      const g = f32x4.mul(y, loadVector(gain + offset, rest));
      sumG = f32x4.add(sumG, g);
      sumGN = madd(g, n, sumGN);
      storeVector(dGain + offset, madd(y, n, loadVector(dGain + offset, rest)), rest);
      storeVector(dBias + offset, f32x4.add(y, loadVector(dBias + offset, rest)), rest);
    }
    const meanG = f32x4.splat(sumLanes(sumG) * perColumn);
    const minusMeanGN = f32x4.splat(-sumLanes(sumGN) * perColumn);
    for (let d = 0; d < width; d += 4) {
      const offset = (<usize>d) << 2;
      const rest = width - d;
      const n = f32x4.mul(f32x4.sub(loadVector(x + offset, rest), m), s);
      const g = f32x4.mul(loadVector(dy + offset, rest), loadVector(gain + offset, rest));
      let v = f32x4.mul(madd(n, minusMeanGN, f32x4.sub(g, meanG)), s);
      if (residual) v = f32x4.add(v, loadVector(residual + offset, rest));
      storeVector(dx + offset, v, rest);
    }
    x += stride;
    dy += stride;
    dx += stride;
    if (residual) residual += stride;
    moments += 8;
  }
}

/** y [rows, width] = layer normalisation of x; `moments` [rows, 2] is scratch memory. */
export function layerNorm(
  x: usize,
  gain: usize,
  bias: usize,
  y: usize,
  rows: i32,
  width: i32,
  epsilon: f32,
  moments: usize,
): void {
  rowMoments(x, rows, width, epsilon, moments);
  normalize(x, moments, gain, bias, y, rows, width);
}

/** Gradients of `layerNorm`; `moments` [rows, 2] is scratch memory. */
export function layerNormGradient(
  x: usize,
  gain: usize,
  dy: usize,
  dx: usize,
  dGain: usize,
  dBias: usize,
  rows: i32,
  width: i32,
  epsilon: f32,
  moments: usize,
): void {
  memory.fill(dGain, 0, (<usize>width) << 2);
  memory.fill(dBias, 0, (<usize>width) << 2);
  rowMoments(x, rows, width, epsilon, moments);
  addNormalizeGradient(x, moments, gain, dy, 0, dx, dGain, dBias, rows, width);
}
