import { expVector, laneMask, loadVector, madd, storeVector, sumLanes } from './simd';
import { logSumExp, rowMax } from './softmax';

let shiftP: v128 = f32x4.splat(0);
let shiftQ: v128 = f32x4.splat(0);

/** Sum of p (log p - log q) of one row; sets `shiftP` and `shiftQ`, which turn logits into log p and log q. */
function rowDivergence(p: usize, q: usize, count: i32): f32 {
  const topP = rowMax(p, count);
  const topQ = rowMax(q, count);
  shiftP = f32x4.splat(topP + logSumExp(p, count, topP));
  shiftQ = f32x4.splat(topQ + logSumExp(q, count, topQ));
  let sum = f32x4.splat(0);
  for (let j = 0; j < count; j += 4) {
    const at = (<usize>j) << 2;
    const logP = f32x4.sub(loadVector(p + at, count - j), shiftP);
    const logQ = f32x4.sub(loadVector(q + at, count - j), shiftQ);
    let weight = expVector(logP);
    if (count - j < 4) weight = v128.and(weight, laneMask(count - j));
    sum = madd(weight, f32x4.sub(logP, logQ), sum);
  }
  return sumLanes(sum);
}

export function klDivergence(p: usize, q: usize, divergence: usize, rows: i32, vocabulary: i32): void {
  const stride = (<usize>vocabulary) << 2;
  for (let i = 0; i < rows; i++) {
    store<f32>(divergence, rowDivergence(p, q, vocabulary));
    divergence += 4;
    p += stride;
    q += stride;
  }
}

/** dp = dy p (log p - log q - divergence) */
export function klDivergenceGradient(
  p: usize,
  q: usize,
  dy: usize,
  dp: usize,
  rows: i32,
  vocabulary: i32,
): void {
  const stride = (<usize>vocabulary) << 2;
  for (let i = 0; i < rows; i++) {
    const divergence = f32x4.splat(rowDivergence(p, q, vocabulary));
    const factor = f32x4.splat(load<f32>(dy));
    for (let j = 0; j < vocabulary; j += 4) {
      const at = (<usize>j) << 2;
      const rest = vocabulary - j;
      const logP = f32x4.sub(loadVector(p + at, rest), shiftP);
      const logQ = f32x4.sub(loadVector(q + at, rest), shiftQ);
      const excess = f32x4.sub(f32x4.sub(logP, logQ), divergence);
      storeVector(dp + at, f32x4.mul(f32x4.mul(expVector(logP), excess), factor), rest);
    }
    dy += 4;
    p += stride;
    q += stride;
    dp += stride;
  }
}
