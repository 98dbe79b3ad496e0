// Vectors of four float32, and the elementary functions. No function here calls the host: results are the
// same bits on every machine.

/** `a * b + c`, in one rounding where the build has relaxed SIMD. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  else return f32x4.add(f32x4.mul(a, b), c);
}

// @ts-ignore: decorator
@inline
export function sumLanes(v: v128): f32 {
  const low = f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1);
  return low + f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3);
}

// @ts-ignore: decorator
@inline
export function maxLanes(v: v128): f32 {
  const low = max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1));
  return max(low, max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)));
}

/** All bits set in the first `count` lanes; every lane for 4 and more. */
// @ts-ignore: decorator
@inline
export function laneMask(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

function loadLanes(p: usize, count: i32): v128 {
  let v = v128.load32_zero(p);
  if (count > 1) v = v128.load_lane<f32>(p, v, 1, 4);
  if (count > 2) v = v128.load_lane<f32>(p, v, 2, 8);
  return v;
}

/** Four numbers, or the `remaining` last ones followed by zeros. */
// @ts-ignore: decorator
@inline
export function loadVector(p: usize, remaining: i32): v128 {
  return remaining >= 4 ? v128.load(p) : loadLanes(p, remaining);
}

/** Four numbers, or the `remaining` last ones followed by `fill`. */
// @ts-ignore: decorator
@inline
export function loadVectorOr(p: usize, remaining: i32, fill: f32): v128 {
  if (remaining >= 4) return v128.load(p);
  return v128.bitselect(loadLanes(p, remaining), f32x4.splat(fill), laneMask(remaining));
}

function storeLanes(p: usize, v: v128, count: i32): void {
  v128.store_lane<f32>(p, v, 0);
  if (count > 1) v128.store_lane<f32>(p, v, 1, 4);
  if (count > 2) v128.store_lane<f32>(p, v, 2, 8);
}

// @ts-ignore: decorator
@inline
export function storeVector(p: usize, v: v128, remaining: i32): void {
  if (remaining >= 4) v128.store(p, v);
  else storeLanes(p, v, remaining);
}

/** y += x, both of `count` floats. */
export function addInPlace(y: usize, x: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) {
    const offset = (<usize>i) << 2;
    const sum = f32x4.add(loadVector(y + offset, count - i), loadVector(x + offset, count - i));
    storeVector(y + offset, sum, count - i);
  }
}

/** Zero, which the compiler cannot know: at most 65536 pages. */
const UNKNOWN_ZERO: f32 = <f32>(memory.size() >> 31);

/**
 * A vector constant kept in a variable, from which one instruction loads it. A literal costs three at every
 * use (V8 does not keep literals in registers), 30 % of the time of `expVector`.
 */
// @ts-ignore: decorator
@inline
export function constant(x: f32): v128 {
  return f32x4.splat(x + UNKNOWN_ZERO);
}

const ONE: v128 = constant(1);
const LOWEST_ARGUMENT: v128 = constant(-87.3);
const HIGHEST_ARGUMENT: v128 = constant(88);
const LOG2_E: v128 = constant(1.44269504);
const MINUS_LN2_HIGH: v128 = constant(-0.693359375);
const MINUS_LN2_LOW: v128 = constant(2.1219444e-4);
const P0: v128 = constant(1.98756915e-4);
const P1: v128 = constant(1.3981999507e-3);
const P2: v128 = constant(8.3334519073e-3);
const P3: v128 = constant(4.1665795894e-2);
const P4: v128 = constant(1.6666665459e-1);
const P5: v128 = constant(5.0000001201e-1);
/** Added to a number below 2^22, it leaves the nearest integer in the low bits; here plus 127, so that a shift
 * makes it the exponent of a power of two. */
const ROUND: v128 = constant(12582912 + 127);

/**
 * exp of numbers between -87.3 and 88, others taken as the nearer of these. After Cephes expf: the exponent is split
 * off and a polynomial of degree 7 gives the rest, within 2 units in the last place. The polynomial is evaluated
 * in pairs (Estrin), which shortens the chain of dependent instructions.
 */
// @ts-ignore: decorator
@inline
export function expBounded(x: v128): v128 {
  const bounded = f32x4.pmin(f32x4.pmax(x, LOWEST_ARGUMENT), HIGHEST_ARGUMENT);
  const shifted = madd(bounded, LOG2_E, ROUND);
  const n = f32x4.sub(shifted, ROUND);
  const r = madd(n, MINUS_LN2_LOW, madd(n, MINUS_LN2_HIGH, bounded));
  const square = f32x4.mul(r, r);
  const high = madd(madd(P0, r, P1), square, madd(P2, r, P3));
  const p = madd(madd(high, square, madd(P4, r, P5)), square, f32x4.add(r, ONE));
  return f32x4.mul(p, i32x4.shl(shifted, 23));
}

/** exp as {@link expBounded}, but zero below -87.3. */
// @ts-ignore: decorator
@inline
export function expVector(x: v128): v128 {
  return v128.andnot(expBounded(x), f32x4.lt(x, LOWEST_ARGUMENT));
}

/** Natural logarithm of a normal positive number, after Cephes logf. */
export function logScalar(x: f32): f32 {
  const bits = reinterpret<i32>(x);
  let exponent = (bits >> 23) - 126;
  let m = reinterpret<f32>((bits & 0x007fffff) | 0x3f000000); // in [0.5, 1)
  if (m < 0.707106781) {
    exponent -= 1;
    m += m;
  }
  m -= 1;
  const square = m * m;
  let p: f32 = 7.0376836292e-2;
  p = p * m - 1.151461031e-1;
  p = p * m + 1.167699874e-1;
  p = p * m - 1.2420140846e-1;
  p = p * m + 1.4249322787e-1;
  p = p * m - 1.6668057665e-1;
  p = p * m + 2.0000714765e-1;
  p = p * m - 2.4999993993e-1;
  p = p * m + 3.3333331174e-1;
  const e = <f32>exponent;
  const low = p * m * square + e * <f32>-2.1219444e-4 - <f32>0.5 * square;
  return m + low + e * <f32>0.693359375;
}
