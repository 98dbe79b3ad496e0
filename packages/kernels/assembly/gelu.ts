// gelu(x) = x / 2 * (1 + tanh(u)) = x * sigmoid(2 u) with u = sqrt(2 / pi) * (x + 0.044715 x^3)
import { constant, expBounded, loadVector, madd, storeVector } from './simd';

const ONE: v128 = constant(1);
/** 2 u = LINEAR x + CUBIC x^3 */
const LINEAR: v128 = constant(1.5957691216);
const MINUS_LINEAR: v128 = constant(-1.5957691216);
const MINUS_CUBIC: v128 = constant(-1.5957691216 * 0.044715);
const CUBIC_SLOPE: v128 = constant(3 * 1.5957691216 * 0.044715);

/** sigmoid(2 u) */
// @ts-ignore: decorator
@inline
function gate(x: v128, square: v128): v128 {
  const minusTwiceU = f32x4.mul(x, madd(square, MINUS_CUBIC, MINUS_LINEAR));
  return f32x4.div(ONE, f32x4.add(ONE, expBounded(minusTwiceU)));
}

export function gelu(x: usize, y: usize, count: i32): void {
  const whole = (<usize>(count & ~3)) << 2;
  for (let offset: usize = 0; offset < whole; offset += 16) {
    const v = v128.load(x + offset);
    v128.store(y + offset, f32x4.mul(v, gate(v, f32x4.mul(v, v))));
  }
  for (let i = count & ~3; i < count; i += 4) {
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
  for (let i = 0; i < count; i += 4) {
    const offset = (<usize>i) << 2;
    const v = loadVector(x + offset, count - i);
    const square = f32x4.mul(v, v);
    const s = gate(v, square);
    const slope = madd(square, CUBIC_SLOPE, LINEAR);
    const bend = f32x4.mul(f32x4.mul(v, slope), f32x4.mul(s, f32x4.sub(ONE, s)));
    const gradient = f32x4.mul(loadVector(dy + offset, count - i), f32x4.add(s, bend));
    storeVector(dx + offset, gradient, count - i);
  }
}

/** y = gelu(x) and, in place, dy becomes dx = dy * gelu'(x): both from one exponential. */
export function geluWithGradient(x: usize, dy: usize, y: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) {
    const offset = (<usize>i) << 2;
    const rest = count - i;
    const v = loadVector(x + offset, rest);
    const square = f32x4.mul(v, v);
    const s = gate(v, square);
    const active = f32x4.mul(v, s);
    storeVector(y + offset, active, rest);
    const slope = madd(square, CUBIC_SLOPE, LINEAR);
    const bend = f32x4.mul(f32x4.mul(active, slope), f32x4.sub(ONE, s));
    storeVector(dy + offset, f32x4.mul(loadVector(dy + offset, rest), f32x4.add(s, bend)), rest);
  }
}
