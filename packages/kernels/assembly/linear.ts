import { pack, packTransposed, panelCount, TILE_BYTES, tile, tileTransposed, unloadTile } from './matmul';
import { geluInPlace } from './gelu';
import { loadVector, storeVector } from './simd';

/** Rows whose outer products are summed in registers before they are added to the gradient. */
const BLOCK_ROWS: i32 = 128;

/** c [rows, columns] = a [rows, depth] times panels + initial [padded columns]. */
function multiply(
  a: usize,
  rows: i32,
  depth: i32,
  panels: usize,
  columns: i32,
  initial: usize,
  initialStride: usize,
  edge: usize,
  c: usize,
  i: i32,
): void {
  const aStride = (<usize>depth) << 2;
  const cStride = (<usize>columns) << 2;
  const rest = rows - i;
  let panel = panels;
  for (let j = 0; j < columns; j += 8) {
    const from = a + <usize>i * aStride;
    const to = c + <usize>i * cStride + ((<usize>j) << 2);
    if (rest >= 6 && columns - j >= 8) {
      tile(from, aStride, 6, panel, depth, initial, to, cStride);
    } else {
      tile(from, aStride, rest, panel, depth, initial, edge, 32);
      unloadTile(edge, min(rest, 6), min(columns - j, 8), to, cStride, false);
    }
    panel += (<usize>depth) << 5;
    initial += initialStride;
  }
}

/** Floats of scratch memory that `linear` and `linearInputGradient` need. */
export function linearScratch(depth: i32, columns: i32): i32 {
  return panelCount(columns) * 8 * (depth + 1) + 48;
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
  const panels = scratch;
  const initial = panels + ((<usize>(panelCount(outputs) * inputs)) << 5);
  const edge = initial + ((<usize>panelCount(outputs)) << 5);
  pack(weight, (<usize>outputs) << 2, inputs, outputs, panels);
  memory.fill(initial, 0, edge - initial);
  if (bias) memory.copy(initial, bias, (<usize>outputs) << 2);
  for (let i = 0; i < rows; i += 6) {
    multiply(x, rows, inputs, panels, outputs, initial, 32, edge, y, i);
    const count = min(6, rows - i) * outputs;
    const offset = (<usize>(i * outputs)) << 2;
    if (gelu) geluInPlace(y + offset, count);
    if (residual) addInPlace(y + offset, residual + offset, count);
  }
}

function addInPlace(y: usize, x: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) {
    const offset = (<usize>i) << 2;
    const sum = f32x4.add(loadVector(y + offset, count - i), loadVector(x + offset, count - i));
    storeVector(y + offset, sum, count - i);
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
  const panels = scratch;
  const zeros = panels + ((<usize>(panelCount(inputs) * outputs)) << 5);
  const edge = zeros + 32;
  packTransposed(weight, (<usize>outputs) << 2, outputs, inputs, panels);
  memory.fill(zeros, 0, 32);
  for (let i = 0; i < rows; i += 6) {
    multiply(dy, rows, outputs, panels, inputs, zeros, 0, edge, dx, i);
  }
}

/** Floats of scratch memory that `linearWeightGradient` needs. */
export function linearWeightScratch(outputs: i32): i32 {
  return panelCount(outputs) * 8 * (BLOCK_ROWS + 1) + 48;
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
  const edge = panels + ((<usize>(panelCount(outputs) * BLOCK_ROWS)) << 5);
  const xStride = (<usize>inputs) << 2;
  const yStride = (<usize>outputs) << 2;
  if (dBias) memory.fill(dBias, 0, yStride);
  for (let start = 0; start < rows; start += BLOCK_ROWS) {
    const depth = min(BLOCK_ROWS, rows - start);
    const accumulate = start > 0;
    pack(dy + <usize>start * yStride, yStride, depth, outputs, panels);
    if (dBias) addColumnSums(panels, depth, outputs, dBias);
    for (let j = 0; j < outputs; j += 8) {
      const panel = panels + ((<usize>((j >> 3) * depth)) << 5);
      const columns = min(8, outputs - j);
      for (let i = 0; i < inputs; i += 6) {
        const from = x + <usize>start * xStride + ((<usize>i) << 2);
        const to = dWeight + <usize>i * yStride + ((<usize>j) << 2);
        const rest = inputs - i;
        if (rest >= 6 && columns == 8) {
          tileTransposed(from, xStride, 6, panel, depth, to, yStride, accumulate);
        } else {
          tileTransposed(from, xStride, rest, panel, depth, edge, 32, false);
          unloadTile(edge, min(rest, 6), columns, to, yStride, accumulate);
        }
      }
    }
  }
}

function addColumnSums(panels: usize, depth: i32, columns: i32, sums: usize): void {
  for (let j = 0; j < columns; j += 8) {
    let low = f32x4.splat(0);
    let high = low;
    for (let k = 0; k < depth; k++) {
      low = f32x4.add(low, v128.load(panels));
      high = f32x4.add(high, v128.load(panels, 16));
      panels += 32;
    }
    const to = sums + ((<usize>j) << 2);
    const rest = columns - j;
    storeVector(to, f32x4.add(loadVector(to, rest), low), rest);
    if (rest > 4) storeVector(to + 16, f32x4.add(loadVector(to + 16, rest - 4), high), rest - 4);
  }
}
