// Forward and backward of one head at a time, with the tiles of ./matmul on its [time, time] scores. The
// backward pass computes the attention weights again instead of keeping them: that is cheaper than writing
// and reading them (as in FlashAttention, Dao et al. 2022, arXiv:2205.14135).
import { pack, packTransposed, panelCount, TILE_BYTES, tile, tileTransposed, unloadTile } from './matmul';
import { sumLanes } from './simd';
import { softmaxInPlace } from './softmax';

/** Rows of a [time, time] scratch matrix: whole tiles of 6. */
// @ts-ignore: decorator
@inline
function scoreRows(time: i32): i32 {
  return ((time + 5) / 6) * 6;
}

/** Floats of scratch memory that both functions below need. */
export function attentionScratch(time: i32, headWidth: i32): i32 {
  const acrossTime = panelCount(time) * 8 * headWidth; // panels of k^T or v^T
  const acrossHead = panelCount(headWidth) * 8 * time; // panels of q, k, v or dO
  const scores = scoreRows(time) * panelCount(time) * 8;
  return 8 + 48 + 2 * acrossTime + 3 * acrossHead + 2 * scores;
}

/** scores [time, time] = a [time, headWidth] times b^T, where the row may see the column; a's rows `stride`
 * bytes apart, b^T in panels. Rows of 6 are computed to the end of the last panel that any of them needs. */
function scoreTiles(
  a: usize,
  stride: usize,
  panels: usize,
  time: i32,
  headWidth: i32,
  zeros: usize,
  scores: usize,
): void {
  const scoreStride = (<usize>panelCount(time)) << 5;
  for (let i = 0; i < time; i += 6) {
    const rows = min(6, time - i);
    let panel = panels;
    for (let j = 0; j < i + rows; j += 8) {
      const to = scores + <usize>i * scoreStride + ((<usize>j) << 2);
      tile(a + <usize>i * stride, stride, rows, panel, headWidth, zeros, to, scoreStride);
      panel += (<usize>headWidth) << 5;
    }
  }
}

/** y [time, headWidth] = the lower triangle of scores times b, in panels; y's rows `stride` bytes apart. */
function weightedSums(
  scores: usize,
  panels: usize,
  time: i32,
  headWidth: i32,
  zeros: usize,
  edge: usize,
  y: usize,
  stride: usize,
): void {
  const scoreStride = (<usize>panelCount(time)) << 5;
  for (let i = 0; i < time; i += 6) {
    const rows = min(6, time - i);
    const from = scores + <usize>i * scoreStride;
    let panel = panels;
    for (let j = 0; j < headWidth; j += 8) {
      const to = y + <usize>i * stride + ((<usize>j) << 2);
      const columns = min(8, headWidth - j);
      if (rows == 6 && columns == 8) {
        tile(from, scoreStride, 6, panel, i + 6, zeros, to, stride);
      } else {
        tile(from, scoreStride, rows, panel, i + rows, zeros, edge, 32);
        unloadTile(edge, rows, columns, to, stride, false);
      }
      panel += (<usize>time) << 5;
    }
  }
}

/** y [time, headWidth] = the transposed lower triangle of scores times b, in panels. */
function weightedSumsTransposed(
  scores: usize,
  panels: usize,
  time: i32,
  headWidth: i32,
  edge: usize,
  y: usize,
  stride: usize,
): void {
  const scoreStride = (<usize>panelCount(time)) << 5;
  for (let j = 0; j < time; j += 6) {
    const rows = min(6, time - j);
    const from = scores + <usize>j * scoreStride + ((<usize>j) << 2);
    let panel = panels + ((<usize>j) << 5);
    for (let d = 0; d < headWidth; d += 8) {
      const to = y + <usize>j * stride + ((<usize>d) << 2);
      const columns = min(8, headWidth - d);
      if (rows == 6 && columns == 8) {
        tileTransposed(from, scoreStride, 6, panel, time - j, to, stride, false);
      } else {
        tileTransposed(from, scoreStride, rows, panel, time - j, edge, 32, false);
        unloadTile(edge, rows, columns, to, stride, false);
      }
      panel += (<usize>time) << 5;
    }
  }
}

function causalSoftmax(scores: usize, time: i32, scale: f32): void {
  const scoreStride = (<usize>panelCount(time)) << 5;
  for (let i = 0; i < time; i++) {
    const lastOfTile = min(i - (i % 6) + 6, time);
    softmaxInPlace(scores, i + 1, panelCount(lastOfTile) << 3, scale);
    scores += scoreStride;
  }
}

/** y [rows, width] of qkv [rows, 3 width], where `lengths` [sequences] says how many rows each sequence has. */
export function causalAttention(
  qkv: usize,
  lengths: usize,
  y: usize,
  sequences: i32,
  heads: i32,
  headWidth: i32,
  scratch: usize,
): void {
  const width = heads * headWidth;
  const stride = (<usize>width * 3) << 2;
  const yStride = (<usize>width) << 2;
  const scale: f32 = 1 / sqrt<f32>(<f32>headWidth);
  const zeros = scratch;
  const edge = zeros + 32;
  const keyPanels = edge + TILE_BYTES;
  memory.fill(zeros, 0, 32);
  for (let b = 0; b < sequences; b++) {
    const time = load<i32>(lengths + ((<usize>b) << 2));
    const valuePanels = keyPanels + ((<usize>(panelCount(time) * headWidth)) << 5);
    const weights = valuePanels + ((<usize>(panelCount(headWidth) * time)) << 5);
    for (let h = 0; h < heads; h++) {
      const q = qkv + ((<usize>(h * headWidth)) << 2);
      const k = q + yStride;
      const v = k + yStride;
      packTransposed(k, stride, headWidth, time, keyPanels);
      pack(v, stride, time, headWidth, valuePanels);
      scoreTiles(q, stride, keyPanels, time, headWidth, zeros, weights);
      causalSoftmax(weights, time, scale);
      const to = y + ((<usize>(h * headWidth)) << 2);
      weightedSums(weights, valuePanels, time, headWidth, zeros, edge, to, yStride);
    }
    qkv += <usize>time * stride;
    y += <usize>time * yStride;
  }
}

/** In place: dScores = scale * weights * (dWeights - the row's sum of weights * dWeights) */
function softmaxGradient(weights: usize, dWeights: usize, time: i32, scale: f32): void {
  const scoreStride = (<usize>panelCount(time)) << 5;
  const factor = f32x4.splat(scale);
  for (let i = 0; i < time; i++) {
    const end = (<usize>(panelCount(min(i - (i % 6) + 6, time)) << 3)) << 2;
    let sum = f32x4.splat(0);
    for (let o: usize = 0; o < end; o += 16) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(weights + o), v128.load(dWeights + o)));
    }
    const dot = f32x4.splat(sumLanes(sum));
    for (let o: usize = 0; o < end; o += 16) {
      const w = f32x4.mul(v128.load(weights + o), factor);
      v128.store(dWeights + o, f32x4.mul(w, f32x4.sub(v128.load(dWeights + o), dot)));
    }
    weights += scoreStride;
    dWeights += scoreStride;
  }
}

/** dqkv [rows, 3 width] of qkv and dy [rows, width] */
export function causalAttentionGradient(
  qkv: usize,
  lengths: usize,
  dy: usize,
  dqkv: usize,
  sequences: i32,
  heads: i32,
  headWidth: i32,
  scratch: usize,
): void {
  const width = heads * headWidth;
  const stride = (<usize>width * 3) << 2;
  const yStride = (<usize>width) << 2;
  const scale: f32 = 1 / sqrt<f32>(<f32>headWidth);
  const zeros = scratch;
  const edge = zeros + 32;
  const keysTransposed = edge + TILE_BYTES;
  memory.fill(zeros, 0, 32);
  for (let b = 0; b < sequences; b++) {
    const time = load<i32>(lengths + ((<usize>b) << 2));
    const acrossTime = (<usize>(panelCount(time) * headWidth)) << 5;
    const acrossHead = (<usize>(panelCount(headWidth) * time)) << 5;
    const valuesTransposed = keysTransposed + acrossTime;
    const queryPanels = valuesTransposed + acrossTime;
    const keyPanels = queryPanels + acrossHead;
    const dyPanels = keyPanels + acrossHead;
    const weights = dyPanels + acrossHead;
    const dScores = weights + ((<usize>(scoreRows(time) * panelCount(time))) << 5);
    for (let h = 0; h < heads; h++) {
      const offset = (<usize>(h * headWidth)) << 2;
      const q = qkv + offset;
      const k = q + yStride;
      const v = k + yStride;
      const dq = dqkv + offset;
      const dk = dq + yStride;
      const dv = dk + yStride;
      const from = dy + ((<usize>(h * headWidth)) << 2);
      packTransposed(k, stride, headWidth, time, keysTransposed);
      packTransposed(v, stride, headWidth, time, valuesTransposed);
      pack(q, stride, time, headWidth, queryPanels);
      pack(k, stride, time, headWidth, keyPanels);
      pack(from, yStride, time, headWidth, dyPanels);
      scoreTiles(q, stride, keysTransposed, time, headWidth, zeros, weights);
      causalSoftmax(weights, time, scale);
      scoreTiles(from, yStride, valuesTransposed, time, headWidth, zeros, dScores);
      weightedSumsTransposed(weights, dyPanels, time, headWidth, edge, dv, stride);
      softmaxGradient(weights, dScores, time, scale);
      weightedSums(dScores, keyPanels, time, headWidth, zeros, edge, dq, stride);
      weightedSumsTransposed(dScores, queryPanels, time, headWidth, edge, dk, stride);
    }
    qkv += <usize>time * stride;
    dqkv += <usize>time * stride;
    dy += <usize>time * yStride;
  }
}
