import { laneMask, loadVector, madd, storeVector, sumLanes } from './simd';

let mean: f32 = 0;
let scale: f32 = 0;

/** Sets `mean` and `scale` = 1 / sqrt(variance + epsilon) of a row. */
function measure(x: usize, width: i32, epsilon: f32): void {
  let sum = f32x4.splat(0);
  for (let d = 0; d < width; d += 4) {
    sum = f32x4.add(sum, loadVector(x + ((<usize>d) << 2), width - d));
  }
  mean = sumLanes(sum) / <f32>width;
  const m = f32x4.splat(mean);
  let squares = f32x4.splat(0);
  for (let d = 0; d < width; d += 4) {
    let c = f32x4.sub(loadVector(x + ((<usize>d) << 2), width - d), m);
    if (width - d < 4) c = v128.and(c, laneMask(width - d));
    squares = madd(c, c, squares);
  }
  scale = 1 / sqrt<f32>(sumLanes(squares) / <f32>width + epsilon);
}

/** y [rows, width] = (x - mean) * scale * gain + bias */
export function layerNorm(
  x: usize,
  gain: usize,
  bias: usize,
  y: usize,
  rows: i32,
  width: i32,
  epsilon: f32,
): void {
  const stride = (<usize>width) << 2;
  for (let i = 0; i < rows; i++) {
    measure(x, width, epsilon);
    const m = f32x4.splat(mean);
    const s = f32x4.splat(scale);
    for (let d = 0; d < width; d += 4) {
      const offset = (<usize>d) << 2;
      const rest = width - d;
      const normalised = f32x4.mul(f32x4.sub(loadVector(x + offset, rest), m), s);
      const v = madd(normalised, loadVector(gain + offset, rest), loadVector(bias + offset, rest));
      storeVector(y + offset, v, rest);
    }
    x += stride;
    y += stride;
  }
}

/**
 * With n = (x - mean) * scale and g = dy * gain, dx = scale * (g - mean(g) - n * mean(g n)); dGain and dBias
 * are the sums over the rows of dy n and dy.
 */
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
): void {
  const stride = (<usize>width) << 2;
  memory.fill(dGain, 0, stride);
  memory.fill(dBias, 0, stride);
  for (let i = 0; i < rows; i++) {
    measure(x, width, epsilon);
    const m = f32x4.splat(mean);
    const s = f32x4.splat(scale);
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
    const meanG = f32x4.splat(sumLanes(sumG) / <f32>width);
    const minusMeanGN = f32x4.splat(-sumLanes(sumGN) / <f32>width);
    for (let d = 0; d < width; d += 4) {
      const offset = (<usize>d) << 2;
      const rest = width - d;
      const n = f32x4.mul(f32x4.sub(loadVector(x + offset, rest), m), s);
      const g = f32x4.mul(loadVector(dy + offset, rest), loadVector(gain + offset, rest));
      const v = f32x4.mul(madd(n, minusMeanGN, f32x4.sub(g, meanG)), s);
      storeVector(dx + offset, v, rest);
    }
    x += stride;
    dy += stride;
    dx += stride;
  }
}
