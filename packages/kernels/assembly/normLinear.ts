// Layer normalisation and a product in one pass over blocks of rows: the normalized rows are never written to
// memory, and the backward pass makes them again.
import { addNormalizeGradient, MOMENT_BYTES, normalize, rowMoments } from './layerNorm';
import {
  addColumnSums,
  BLOCK_ROWS,
  blockBytes,
  pack,
  packTransposed,
  padded,
  paddedBytes,
  panelBytes,
  product,
  productTransposed,
  TILE_BYTES,
} from './matmul';

/** Floats of scratch memory that `normLinear` needs. */
export function normLinearScratch(inputs: i32, outputs: i32): i32 {
  const bytes = panelBytes(inputs, outputs) + paddedBytes(outputs) + TILE_BYTES;
  return <i32>((bytes + MOMENT_BYTES + blockBytes(inputs)) >> 2);
}

/** y [rows, out] = layerNorm(x [rows, in]) weight [in, out] + bias; an address of 0 is no bias. */
export function normLinear(
  x: usize,
  gain: usize,
  shift: usize,
  weight: usize,
  bias: usize,
  y: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
  epsilon: f32,
  scratch: usize,
): void {
  const xStride = (<usize>inputs) << 2;
  const yStride = (<usize>outputs) << 2;
  const panels = scratch;
  const initial = panels + panelBytes(inputs, outputs);
  const edge = initial + paddedBytes(outputs);
  const moments = edge + TILE_BYTES;
  const normalized = moments + MOMENT_BYTES;
  pack(weight, yStride, inputs, outputs, panels);
  padded(bias, outputs, initial);
  for (let i = 0; i < rows; i += BLOCK_ROWS) {
    const count = min(BLOCK_ROWS, rows - i);
    rowMoments(x, count, inputs, epsilon, moments);
    normalize(x, moments, gain, shift, normalized, count, inputs);
    product(normalized, xStride, count, inputs, panels, outputs, initial, 32, edge, y, yStride);
    x += <usize>count * xStride;
    y += <usize>count * yStride;
  }
}

/** Floats of scratch memory that `normLinearGradient` needs. */
export function normLinearGradientScratch(inputs: i32, outputs: i32): i32 {
  const panels = panelBytes(outputs, inputs) + panelBytes(BLOCK_ROWS, outputs);
  const bytes = panels + paddedBytes(inputs) + TILE_BYTES + MOMENT_BYTES + 2 * blockBytes(inputs);
  return <i32>(bytes >> 2);
}

/** Gradients of `normLinear` to all five; an address of 0 for dBias leaves it out. */
export function normLinearGradient(
  x: usize,
  gain: usize,
  shift: usize,
  weight: usize,
  dy: usize,
  dx: usize,
  dGain: usize,
  dShift: usize,
  dWeight: usize,
  dBias: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
  epsilon: f32,
  scratch: usize,
): void {
  const xStride = (<usize>inputs) << 2;
  const yStride = (<usize>outputs) << 2;
  const transposed = scratch;
  const spare = transposed + panelBytes(outputs, inputs);
  const zeros = spare + panelBytes(BLOCK_ROWS, outputs);
  const edge = zeros + paddedBytes(inputs);
  const moments = edge + TILE_BYTES;
  const normalized = moments + MOMENT_BYTES;
  const dNormalized = normalized + blockBytes(inputs);
  packTransposed(weight, yStride, outputs, inputs, transposed);
  padded(0, inputs, zeros);
  memory.fill(dGain, 0, xStride);
  memory.fill(dShift, 0, xStride);
  memory.fill(dWeight, 0, <usize>inputs * yStride);
  if (dBias) memory.fill(dBias, 0, yStride);
  for (let i = 0; i < rows; i += BLOCK_ROWS) {
    const count = min(BLOCK_ROWS, rows - i);
    rowMoments(x, count, inputs, epsilon, moments);
    normalize(x, moments, gain, shift, normalized, count, inputs);
    if (dBias) addColumnSums(dy, yStride, count, outputs, dBias);
    productTransposed(
      normalized,
      xStride,
      inputs,
      count,
      dy,
      yStride,
      outputs,
      spare,
      edge,
      dWeight,
      yStride,
      true,
    );
    product(dy, yStride, count, outputs, transposed, inputs, zeros, 0, edge, dNormalized, xStride);
    addNormalizeGradient(x, moments, gain, dNormalized, 0, dx, dGain, dShift, count, inputs);
    x += <usize>count * xStride;
    dy += <usize>count * yStride;
    dx += <usize>count * xStride;
  }
}
