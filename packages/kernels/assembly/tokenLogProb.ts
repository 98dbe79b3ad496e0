import { expVector, loadVector, loadVectorOr, madd, storeVector, sumLanes } from './simd';
import { LOWEST, logSumExp, rowLogProb, rowMax } from './softmax';

/** Entropy of a row's softmax: log S - sum of p (l - top). */
function rowEntropy(row: usize, count: i32, top: f32, logSum: f32): f32 {
  const shift = f32x4.splat(top);
  let weighted = f32x4.splat(0);
  let sum = weighted;
  for (let j = 0; j < count; j += 4) {
    const v = f32x4.sub(loadVectorOr(row + ((<usize>j) << 2), count - j, LOWEST), shift);
    const e = expVector(v);
    sum = f32x4.add(sum, e);
    weighted = madd(e, v, weighted);
  }
  return logSum - sumLanes(weighted) / sumLanes(sum);
}

export function tokenLogProb(
  logits: usize,
  targets: usize,
  logProb: usize,
  entropy: usize,
  rows: i32,
  vocabulary: i32,
): void {
  for (let i = 0; i < rows; i++) {
    const top = rowMax(logits, vocabulary);
    const logSum = logSumExp(logits, vocabulary, top);
    store<f32>(logProb, rowLogProb(logits, load<i32>(targets), top, logSum));
    if (entropy) {
      store<f32>(entropy, rowEntropy(logits, vocabulary, top, logSum));
      entropy += 4;
    }
    logits += (<usize>vocabulary) << 2;
    targets += 4;
    logProb += 4;
  }
}

/** dLogits = dLogProb (oneHot(target) - p) - dEntropy p (log p + entropy) */
export function tokenLogProbGradient(
  logits: usize,
  targets: usize,
  dLogProb: usize,
  dEntropy: usize,
  dLogits: usize,
  rows: i32,
  vocabulary: i32,
): void {
  for (let i = 0; i < rows; i++) {
    const top = rowMax(logits, vocabulary);
    const logSum = logSumExp(logits, vocabulary, top);
    const dE = load<f32>(dEntropy);
    const entropy: f32 = dE == 0 ? 0 : rowEntropy(logits, vocabulary, top, logSum);
    const shift = f32x4.splat(top + logSum);
    const slope = f32x4.splat(-dE);
    const offset = f32x4.splat(-dE * entropy - load<f32>(dLogProb));
    for (let j = 0; j < vocabulary; j += 4) {
      const at = (<usize>j) << 2;
      const rest = vocabulary - j;
      const logP = f32x4.sub(loadVector(logits + at, rest), shift);
      storeVector(dLogits + at, f32x4.mul(expVector(logP), madd(slope, logP, offset)), rest);
    }
    const target = dLogits + ((<usize>load<i32>(targets)) << 2);
    store<f32>(target, load<f32>(target) + load<f32>(dLogProb));
    logits += (<usize>vocabulary) << 2;
    dLogits += (<usize>vocabulary) << 2;
    targets += 4;
    dLogProb += 4;
    dEntropy += 4;
  }
}
