// gelu(x) = x / 2 * (1 + tanh(u)) = x * sigmoid(2 u) with u = sqrt(2 / pi) * (x + 0.044715 x^3)
import { expVector, loadVector, madd, storeVector } from './simd';

const TWICE_ROOT: f32 = 1.5957691216; // 2 * sqrt(2 / pi)
const CUBIC: f32 = 0.044715;

/** sigmoid(2 u) */
// @ts-ignore: decorator
@inline
function gate(x: v128, square: v128): v128 {
  const one = f32x4.splat(1);
  const slope = madd(square, f32x4.splat(-CUBIC * TWICE_ROOT), f32x4.splat(-TWICE_ROOT));
  return f32x4.div(one, f32x4.add(one, expVector(f32x4.mul(x, slope))));
}

export function gelu(x: usize, y: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) {
    const offset = (<usize>i) << 2;
    const v = loadVector(x + offset, count - i);
    storeVector(y + offset, f32x4.mul(v, gate(v, f32x4.mul(v, v))), count - i);
  }
}

export function geluInPlace(x: usize, count: i32): void {
  gelu(x, x, count);
}

/** dx = dy * gelu'(x), where gelu'(x) = s + x s (1 - s) 2 u' and s = sigmoid(2 u). */
export function geluGradient(dy: usize, x: usize, dx: usize, count: i32): void {
  const one = f32x4.splat(1);
  for (let i = 0; i < count; i += 4) {
    const offset = (<usize>i) << 2;
    const v = loadVector(x + offset, count - i);
    const square = f32x4.mul(v, v);
    const s = gate(v, square);
    const slope = madd(square, f32x4.splat(3 * CUBIC * TWICE_ROOT), f32x4.splat(TWICE_ROOT));
    const bend = f32x4.mul(f32x4.mul(v, slope), f32x4.mul(s, f32x4.sub(one, s)));
    const gradient = f32x4.mul(loadVector(dy + offset, count - i), f32x4.add(s, bend));
    storeVector(dx + offset, gradient, count - i);
  }
}
