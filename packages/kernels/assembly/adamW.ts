import { loadVector, madd, storeVector } from './simd';

export function sumOfSquares(x: usize, count: i32): f64 {
  let sum = f64x2.splat(0);
  for (let i = 0; i < count; i += 4) {
    const v = loadVector(x + ((<usize>i) << 2), count - i);
    const low = f64x2.promote_low_f32x4(v);
    const high = f64x2.promote_low_f32x4(i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
    sum = f64x2.add(sum, f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high)));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** With g = scale * gradient: the moments follow g and g^2, then
 * x = keep * x - stepSize * first / (sqrt(second) * correction + epsilon). */
export function adamWUpdate(
  x: usize,
  gradient: usize,
  first: usize,
  second: usize,
  count: i32,
  scale: f32,
  beta1: f32,
  oneMinusBeta1: f32,
  beta2: f32,
  oneMinusBeta2: f32,
  keep: f32,
  stepSize: f32,
  correction: f32,
  epsilon: f32,
): void {
  const b1 = f32x4.splat(beta1);
  const n1 = f32x4.splat(oneMinusBeta1);
  const b2 = f32x4.splat(beta2);
  const n2 = f32x4.splat(oneMinusBeta2);
  const step = f32x4.splat(-stepSize);
  for (let i = 0; i < count; i += 4) {
    const at = (<usize>i) << 2;
    const rest = count - i;
    const g = f32x4.mul(loadVector(gradient + at, rest), f32x4.splat(scale));
    const m = madd(g, n1, f32x4.mul(loadVector(first + at, rest), b1));
    const v = madd(f32x4.mul(g, g), n2, f32x4.mul(loadVector(second + at, rest), b2));
    storeVector(first + at, m, rest);
    storeVector(second + at, v, rest);
    const root = madd(f32x4.sqrt(v), f32x4.splat(correction), f32x4.splat(epsilon));
    const old = f32x4.mul(loadVector(x + at, rest), f32x4.splat(keep));
    storeVector(x + at, madd(f32x4.div(m, root), step, old), rest);
  }
}
