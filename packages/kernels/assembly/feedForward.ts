// The feed-forward half of a transformer's block in one pass over blocks of rows, so that the wide hidden layer
// stays in the cache. Of it, training keeps what goes into the activation; the rest is made again.
import { gelu, geluWithGradient } from './gelu';
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
import { addInPlace } from './simd';

/** Floats of scratch memory that `feedForward` needs. */
export function feedForwardScratch(width: i32, hidden: i32): i32 {
  const panels = panelBytes(width, hidden) + panelBytes(hidden, width);
  const initial = paddedBytes(hidden) + paddedBytes(width);
  const blocks = blockBytes(width) + 2 * blockBytes(hidden);
  return <i32>((panels + initial + TILE_BYTES + MOMENT_BYTES + blocks) >> 2);
}

/**
 * y [rows, width] = x + gelu(layerNorm(x) weightIn + biasIn) weightOut + biasOut. `inner` [rows, hidden], the
 * input of the activation, is written too, unless its address is 0.
 */
export function feedForward(
  x: usize,
  gain: usize,
  shift: usize,
  weightIn: usize,
  biasIn: usize,
  weightOut: usize,
  biasOut: usize,
  y: usize,
  inner: usize,
  rows: i32,
  width: i32,
  hidden: i32,
  epsilon: f32,
  scratch: usize,
): void {
  const stride = (<usize>width) << 2;
  const innerStride = (<usize>hidden) << 2;
  const panelsIn = scratch;
  const panelsOut = panelsIn + panelBytes(width, hidden);
  const initialIn = panelsOut + panelBytes(hidden, width);
  const initialOut = initialIn + paddedBytes(hidden);
  const edge = initialOut + paddedBytes(width);
  const moments = edge + TILE_BYTES;
  const normalized = moments + MOMENT_BYTES;
  const active = normalized + blockBytes(width);
  const spare = active + blockBytes(hidden);
  pack(weightIn, innerStride, width, hidden, panelsIn);
  pack(weightOut, stride, hidden, width, panelsOut);
  padded(biasIn, hidden, initialIn);
  padded(biasOut, width, initialOut);
  for (let i = 0; i < rows; i += BLOCK_ROWS) {
    const count = min(BLOCK_ROWS, rows - i);
    const before = inner ? inner : spare;
    rowMoments(x, count, width, epsilon, moments);
    normalize(x, moments, gain, shift, normalized, count, width);
    product(normalized, stride, count, width, panelsIn, hidden, initialIn, 32, edge, before, innerStride);
    gelu(before, active, count * hidden);
    product(active, innerStride, count, hidden, panelsOut, width, initialOut, 32, edge, y, stride);
    addInPlace(y, x, count * width);
    x += <usize>count * stride;
    y += <usize>count * stride;
    if (inner) inner += <usize>count * innerStride;
  }
}

/** Bytes between rows of a block as wide as the hidden layer: not a power of two, whose multiples would fall into
 * the same few sets of the cache. */
// @ts-ignore: decorator
@inline
function pitchOf(hidden: i32): usize {
  return (<usize>(hidden + 16)) << 2;
}

/** Floats of scratch memory that `feedForwardGradient` needs. */
export function feedForwardGradientScratch(width: i32, hidden: i32): i32 {
  const panels = panelBytes(hidden, width) + panelBytes(width, hidden);
  const spare = panelBytes(BLOCK_ROWS, max(hidden, width));
  const zeros = paddedBytes(max(hidden, width));
  const blocks = (blockBytes(width) + <usize>BLOCK_ROWS * pitchOf(hidden)) << 1;
  return <i32>((panels + spare + zeros + TILE_BYTES + MOMENT_BYTES + blocks) >> 2);
}

/** Gradients of `feedForward` to x and its six parameters. */
export function feedForwardGradient(
  x: usize,
  gain: usize,
  shift: usize,
  weightIn: usize,
  weightOut: usize,
  inner: usize,
  dy: usize,
  dx: usize,
  dGain: usize,
  dShift: usize,
  dWeightIn: usize,
  dBiasIn: usize,
  dWeightOut: usize,
  dBiasOut: usize,
  rows: i32,
  width: i32,
  hidden: i32,
  epsilon: f32,
  scratch: usize,
): void {
  const stride = (<usize>width) << 2;
  const innerStride = (<usize>hidden) << 2;
  const pitch = pitchOf(hidden);
  const transposedIn = scratch;
  const transposedOut = transposedIn + panelBytes(hidden, width);
  const spare = transposedOut + panelBytes(width, hidden);
  const zeros = spare + panelBytes(BLOCK_ROWS, max(hidden, width));
  const edge = zeros + paddedBytes(max(hidden, width));
  const moments = edge + TILE_BYTES;
  const normalized = moments + MOMENT_BYTES;
  const dNormalized = normalized + blockBytes(width);
  const active = dNormalized + blockBytes(width);
  const dInner = active + <usize>BLOCK_ROWS * pitch;
  packTransposed(weightIn, innerStride, hidden, width, transposedIn);
  packTransposed(weightOut, stride, width, hidden, transposedOut);
  padded(0, max(hidden, width), zeros);
  memory.fill(dGain, 0, stride);
  memory.fill(dShift, 0, stride);
  memory.fill(dWeightIn, 0, <usize>width * innerStride);
  memory.fill(dBiasIn, 0, innerStride);
  memory.fill(dWeightOut, 0, <usize>hidden * stride);
  memory.fill(dBiasOut, 0, stride);
  for (let i = 0; i < rows; i += BLOCK_ROWS) {
    const count = min(BLOCK_ROWS, rows - i);
    product(dy, stride, count, width, transposedOut, hidden, zeros, 0, edge, dInner, pitch);
    for (let k = 0; k < count; k++) {
      const row = <usize>k * pitch;
      geluWithGradient(inner + <usize>k * innerStride, dInner + row, active + row, hidden);
    }
    addColumnSums(dy, stride, count, width, dBiasOut);
    productTransposed(
      active,
      pitch,
      hidden,
      count,
      dy,
      stride,
      width,
      spare,
      edge,
      dWeightOut,
      stride,
      true,
    );
    rowMoments(x, count, width, epsilon, moments);
    normalize(x, moments, gain, shift, normalized, count, width);
    addColumnSums(dInner, pitch, count, hidden, dBiasIn);
    productTransposed(
      normalized,
      stride,
      width,
      count,
      dInner,
      pitch,
      hidden,
      spare,
      edge,
      dWeightIn,
      innerStride,
      true,
    );
    product(dInner, pitch, count, hidden, transposedIn, width, zeros, 0, edge, dNormalized, stride);
    addNormalizeGradient(x, moments, gain, dNormalized, dy, dx, dGain, dShift, count, width);
    x += <usize>count * stride;
    dy += <usize>count * stride;
    dx += <usize>count * stride;
    inner += <usize>count * innerStride;
  }
}
