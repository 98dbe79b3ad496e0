import { geluInPlace } from './gelu';
import {
  addColumnSums,
  BLOCK_ROWS,
  pack,
  packTransposed,
  padded,
  paddedBytes,
  panelBytes,
  product,
  productTransposed,
  TILE_BYTES,
} from './matmul';
import { addInPlace } from './simd';

/** Rows whose outer products are summed in registers before they are added to the gradient. */
const SUMMED_ROWS: i32 = 64;

/** Floats of scratch memory that `linear` and `linearInputGradient` need. */
export function linearScratch(depth: i32, columns: i32): i32 {
  return <i32>((panelBytes(depth, columns) + paddedBytes(columns) + TILE_BYTES) >> 2);
}

/** y [rows, out] = activation(x [rows, in] weight [in, out] + bias) + residual; an address of 0 is none. */
export function linear(
  x: usize,
  weight: usize,
  bias: usize,
  gelu: bool,
  residual: usize,
  y: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
  scratch: usize,
): void {
  const xStride = (<usize>inputs) << 2;
  const yStride = (<usize>outputs) << 2;
  const panels = scratch;
  const initial = panels + panelBytes(inputs, outputs);
  const edge = initial + paddedBytes(outputs);
  pack(weight, yStride, inputs, outputs, panels);
  padded(bias, outputs, initial);
  for (let i = 0; i < rows; i += BLOCK_ROWS) {
    const count = min(BLOCK_ROWS, rows - i);
    product(x, xStride, count, inputs, panels, outputs, initial, 32, edge, y, yStride);
    if (gelu) geluInPlace(y, count * outputs);
    if (residual) {
      addInPlace(y, residual, count * outputs);
      residual += <usize>count * yStride;
    }
    x += <usize>count * xStride;
    y += <usize>count * yStride;
  }
}

/** dx [rows, in] = dy [rows, out] times the transpose of weight [in, out]. */
export function linearInputGradient(
  dy: usize,
  weight: usize,
  dx: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
  scratch: usize,
): void {
  const xStride = (<usize>inputs) << 2;
  const yStride = (<usize>outputs) << 2;
  const panels = scratch;
  const zeros = panels + panelBytes(outputs, inputs);
  const edge = zeros + paddedBytes(inputs);
  packTransposed(weight, yStride, outputs, inputs, panels);
  padded(0, inputs, zeros);
  for (let i = 0; i < rows; i += BLOCK_ROWS) {
    const count = min(BLOCK_ROWS, rows - i);
    product(dy, yStride, count, outputs, panels, inputs, zeros, 0, edge, dx, xStride);
    dy += <usize>count * yStride;
    dx += <usize>count * xStride;
  }
}

/** Floats of scratch memory that `linearWeightGradient` needs. */
export function linearWeightScratch(outputs: i32): i32 {
  return <i32>((panelBytes(SUMMED_ROWS, outputs) + TILE_BYTES) >> 2);
}

/**
 * dWeight [in, out] = the transpose of x [rows, in] times dy [rows, out]; dBias [out] = the sum of dy's rows,
 * unless its address is 0.
 */
export function linearWeightGradient(
  x: usize,
  dy: usize,
  dWeight: usize,
  dBias: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
  scratch: usize,
): void {
  const panels = scratch;
  const edge = panels + panelBytes(SUMMED_ROWS, outputs);
  const xStride = (<usize>inputs) << 2;
  const yStride = (<usize>outputs) << 2;
  if (dBias) memory.fill(dBias, 0, yStride);
  for (let i = 0; i < rows; i += SUMMED_ROWS) {
    const count = min(SUMMED_ROWS, rows - i);
    if (dBias) addColumnSums(dy, yStride, count, outputs, dBias);
    productTransposed(x, xStride, inputs, count, dy, yStride, outputs, panels, edge, dWeight, yStride, i > 0);
    x += <usize>count * xStride;
    dy += <usize>count * yStride;
  }
}
