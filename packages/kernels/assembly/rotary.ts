import { loadVector, madd, storeVector } from './simd';

/**
 * y [rows, 3 width] = x, the queries and keys of which are rotated by the angles in the table
 * [positions, headWidth], a row of which holds cosines in its first half and sines in its second.
 *
 * @param direction 1, or -1 for the inverse
 */
export function rotary(
  x: usize,
  positions: usize,
  table: usize,
  y: usize,
  rows: i32,
  heads: i32,
  headWidth: i32,
  direction: f32,
): void {
  const half = headWidth >> 1;
  const halfStride = (<usize>half) << 2;
  const headStride = halfStride << 1;
  const width = <usize>heads * headStride;
  const sign = f32x4.splat(direction);
  for (let i = 0; i < rows; i++) {
    const cosines = table + <usize>load<i32>(positions) * headStride;
    for (let head = 0; head < heads << 1; head++) {
      for (let d = 0; d < half; d += 4) {
        const offset = (<usize>d) << 2;
        const rest = half - d;
        const c = loadVector(cosines + offset, rest);
        const s = f32x4.mul(sign, loadVector(cosines + halfStride + offset, rest));
        const a = loadVector(x + offset, rest);
        const b = loadVector(x + halfStride + offset, rest);
        storeVector(y + offset, madd(a, c, f32x4.neg(f32x4.mul(b, s))), rest);
        storeVector(y + halfStride + offset, madd(b, c, f32x4.mul(a, s)), rest);
      }
      x += headStride;
      y += headStride;
    }
    memory.copy(y, x, width);
    x += width;
    y += width;
    positions += 4;
  }
}
