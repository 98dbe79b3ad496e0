import { expVector, loadVectorOr } from './simd';
import { LOWEST, logSumExp, rowLogProb, rowMax } from './softmax';

function firstMax(row: usize, count: i32, top: f32): i32 {
  for (let j = 0; j < count; j++) {
    if (load<f32>(row + ((<usize>j) << 2)) == top) return j;
  }
  return 0;
}

/** The first token whose cumulative weight exceeds `uniform` times the total. */
function invert(row: usize, count: i32, top: f32, inverse: f32, uniform: f32, weights: usize): i32 {
  const shift = f32x4.splat(top);
  const factor = f32x4.splat(inverse);
  for (let j = 0; j < count; j += 4) {
    const at = (<usize>j) << 2;
    const v = f32x4.sub(loadVectorOr(row + at, count - j, LOWEST), shift);
    v128.store(weights + at, expVector(f32x4.mul(v, factor)));
  }
  let total: f32 = 0;
  for (let j = 0; j < count; j++) total += load<f32>(weights + ((<usize>j) << 2));
  const threshold = uniform * total;
  let cumulative: f32 = 0;
  let last = 0;
  for (let j = 0; j < count; j++) {
    const weight = load<f32>(weights + ((<usize>j) << 2));
    cumulative += weight;
    if (cumulative > threshold) return j;
    if (weight > 0) last = j;
  }
  return last;
}

/** `scratch` holds vocabulary + 4 floats. */
export function sampleTokens(
  logits: usize,
  uniforms: usize,
  tokens: usize,
  logProb: usize,
  rows: i32,
  vocabulary: i32,
  temperature: f32,
  scratch: usize,
): void {
  for (let i = 0; i < rows; i++) {
    const top = rowMax(logits, vocabulary);
    const token =
      temperature == 0
        ? firstMax(logits, vocabulary, top)
        : invert(logits, vocabulary, top, 1 / temperature, load<f32>(uniforms), scratch);
    store<i32>(tokens, token);
    store<f32>(logProb, rowLogProb(logits, token, top, logSumExp(logits, vocabulary, top)));
    logits += (<usize>vocabulary) << 2;
    uniforms += 4;
    tokens += 4;
    logProb += 4;
  }
}
