// Forward and backward of one head of one sequence at a time, with the tiles of ./matmul on its
// [queries, time] scores. The backward pass computes the attention weights again instead of keeping them: that is
// cheaper than writing and reading them (as in FlashAttention, Dao et al. 2022, arXiv:2205.14135).
//
// A sequence is a list of rows of qkv. Rows may be shared with earlier sequences that begin alike: a sequence
// sees them, and computes the output of its own rows only, from its position `start` on.
import { pack, packTransposed, panelCount, TILE_BYTES, tile, tileTransposed, unloadTile } from './matmul';
import { loadVector, storeVector, sumLanes } from './simd';
import { softmaxInPlace } from './softmax';

/** Rows of a scratch matrix: whole tiles of 6. */
// @ts-ignore: decorator
@inline
function tileRows(rows: i32): i32 {
  return ((rows + 5) / 6) * 6;
}

/** Floats of scratch memory that both functions below need for sequences of up to `time` rows. */
export function attentionScratch(time: i32, headWidth: i32): i32 {
  const acrossTime = panelCount(time) * 8 * headWidth; // panels of k^T or v^T
  const acrossHead = panelCount(headWidth) * 8 * time; // panels of q, k, v or dO
  const perRow = time * headWidth; // queries, dO, and a result
  const scores = tileRows(time) * panelCount(time) * 8;
  return 8 + 48 + 2 * acrossTime + 3 * acrossHead + 3 * perRow + 2 * scores;
}

/** Copies the rows of a head, `stride` bytes apart at the indices `rows` [count], to y [count, headWidth]. */
function gather(x: usize, stride: usize, rows: usize, count: i32, headWidth: i32, y: usize): void {
  for (let i = 0; i < count; i++) {
    const from = x + <usize>load<i32>(rows + ((<usize>i) << 2)) * stride;
    for (let d = 0; d < headWidth; d += 4) {
      const offset = (<usize>d) << 2;
      storeVector(y + offset, loadVector(from + offset, headWidth - d), headWidth - d);
    }
    y += (<usize>headWidth) << 2;
  }
}

/** The reverse of {@link gather}; the first `added` rows are added to what is there. */
function scatter(
  y: usize,
  stride: usize,
  rows: usize,
  count: i32,
  headWidth: i32,
  x: usize,
  added: i32,
): void {
  for (let i = 0; i < count; i++) {
    const to = x + <usize>load<i32>(rows + ((<usize>i) << 2)) * stride;
    for (let d = 0; d < headWidth; d += 4) {
      const offset = (<usize>d) << 2;
      const rest = headWidth - d;
      let v = loadVector(y + offset, rest);
      if (i < added) v = f32x4.add(loadVector(to + offset, rest), v);
      storeVector(to + offset, v, rest);
    }
    y += (<usize>headWidth) << 2;
  }
}

/** scores [queries, time] = a [queries, headWidth] times b^T, in panels, where query i sees the columns up to
 * start + i. Six rows at a time are computed to the end of the last panel that any of them needs. */
function scoreTiles(
  a: usize,
  panels: usize,
  start: i32,
  time: i32,
  headWidth: i32,
  zeros: usize,
  scores: usize,
): void {
  const stride = (<usize>headWidth) << 2;
  const scoreStride = (<usize>panelCount(time)) << 5;
  const queries = time - start;
  for (let i = 0; i < queries; i += 6) {
    const rows = min(6, queries - i);
    let panel = panels;
    for (let j = 0; j < start + i + rows; j += 8) {
      const to = scores + <usize>i * scoreStride + ((<usize>j) << 2);
      tile(a + <usize>i * stride, stride, rows, panel, headWidth, zeros, to, scoreStride);
      panel += (<usize>headWidth) << 5;
    }
  }
}

/** y [queries, headWidth] = scores times b, in panels, each row as far as it sees. */
function weightedSums(
  scores: usize,
  panels: usize,
  start: i32,
  time: i32,
  headWidth: i32,
  zeros: usize,
  edge: usize,
  y: usize,
): void {
  const stride = (<usize>headWidth) << 2;
  const scoreStride = (<usize>panelCount(time)) << 5;
  const queries = time - start;
  for (let i = 0; i < queries; i += 6) {
    const rows = min(6, queries - i);
    const from = scores + <usize>i * scoreStride;
    let panel = panels;
    for (let j = 0; j < headWidth; j += 8) {
      const to = y + <usize>i * stride + ((<usize>j) << 2);
      const columns = min(8, headWidth - j);
      if (rows == 6 && columns == 8) {
        tile(from, scoreStride, 6, panel, start + i + 6, zeros, to, stride);
      } else {
        tile(from, scoreStride, rows, panel, start + i + rows, zeros, edge, 32);
        unloadTile(edge, rows, columns, to, stride, false);
      }
      panel += (<usize>time) << 5;
    }
  }
}

/** y [time, headWidth] = the transpose of scores [queries, time] times b [queries, headWidth], in panels. */
function weightedSumsTransposed(
  scores: usize,
  panels: usize,
  start: i32,
  time: i32,
  headWidth: i32,
  edge: usize,
  y: usize,
): void {
  const stride = (<usize>headWidth) << 2;
  const scoreStride = (<usize>panelCount(time)) << 5;
  const queries = time - start;
  for (let j = 0; j < time; j += 6) {
    const rows = min(6, time - j);
    const first = max(0, j - start); // the first query that sees column j
    const from = scores + <usize>first * scoreStride + ((<usize>j) << 2);
    let panel = panels + ((<usize>first) << 5);
    for (let d = 0; d < headWidth; d += 8) {
      const to = y + <usize>j * stride + ((<usize>d) << 2);
      const columns = min(8, headWidth - d);
      if (rows == 6 && columns == 8) {
        tileTransposed(from, scoreStride, 6, panel, 32, queries - first, to, stride, false);
      } else {
        tileTransposed(from, scoreStride, rows, panel, 32, queries - first, edge, 32, false);
        unloadTile(edge, rows, columns, to, stride, false);
      }
      panel += (<usize>queries) << 5;
    }
  }
}

function causalSoftmax(scores: usize, start: i32, time: i32, scale: f32): void {
  const end = panelCount(time) << 3;
  for (let seen = start + 1; seen <= time; seen++) {
    softmaxInPlace(scores, seen, end, scale);
    scores += (<usize>end) << 2;
  }
}

/**
 * y [rows, width] of qkv [rows, 3 width]. Sequence s consists of the next `lengths[s]` of the indices
 * `sequenceRows`, and computes y of those from position `starts[s]` on.
 */
export function causalAttention(
  qkv: usize,
  sequenceRows: usize,
  lengths: usize,
  starts: usize,
  y: usize,
  sequences: i32,
  heads: i32,
  headWidth: i32,
  scratch: usize,
): void {
  const yStride = (<usize>(heads * headWidth)) << 2;
  const stride = yStride * 3;
  const scale: f32 = 1 / sqrt<f32>(<f32>headWidth);
  const zeros = scratch;
  const edge = zeros + 32;
  const keyPanels = edge + TILE_BYTES;
  memory.fill(zeros, 0, 32);
  for (let s = 0; s < sequences; s++) {
    const time = load<i32>(lengths + ((<usize>s) << 2));
    const start = load<i32>(starts + ((<usize>s) << 2));
    const queries = time - start;
    const valuePanels = keyPanels + ((<usize>(panelCount(time) * headWidth)) << 5);
    const q = valuePanels + ((<usize>(panelCount(headWidth) * time)) << 5);
    const result = q + ((<usize>(queries * headWidth)) << 2);
    const weights = result + ((<usize>(queries * headWidth)) << 2);
    const ownRows = sequenceRows + ((<usize>start) << 2);
    if (queries > 0) {
      for (let h = 0; h < heads; h++) {
        const offset = (<usize>(h * headWidth)) << 2;
        const head = qkv + offset;
        packTransposed(head + yStride, stride, headWidth, time, keyPanels, sequenceRows);
        pack(head + 2 * yStride, stride, time, headWidth, valuePanels, sequenceRows);
        gather(head, stride, ownRows, queries, headWidth, q);
        scoreTiles(q, keyPanels, start, time, headWidth, zeros, weights);
        causalSoftmax(weights, start, time, scale);
        weightedSums(weights, valuePanels, start, time, headWidth, zeros, edge, result);
        scatter(result, yStride, ownRows, queries, headWidth, y + offset, 0);
      }
    }
    sequenceRows += (<usize>time) << 2;
  }
}

/** In place: dScores = scale * weights * (dWeights - the row's sum of weights * dWeights) */
function softmaxGradient(weights: usize, dWeights: usize, start: i32, time: i32, scale: f32): void {
  const scoreStride = (<usize>panelCount(time)) << 5;
  const factor = f32x4.splat(scale);
  const zero = f32x4.splat(0);
  for (let seen = start + 1; seen <= time; seen++) {
    const end = (<usize>((seen + 3) & ~3)) << 2;
    let sum = zero;
    for (let o: usize = 0; o < end; o += 16) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(weights + o), v128.load(dWeights + o)));
    }
    const dot = f32x4.splat(sumLanes(sum));
    for (let o: usize = 0; o < end; o += 16) {
      const w = f32x4.mul(v128.load(weights + o), factor);
      v128.store(dWeights + o, f32x4.mul(w, f32x4.sub(v128.load(dWeights + o), dot)));
    }
    for (let o = end; o < scoreStride; o += 16) v128.store(dWeights + o, zero);
    weights += scoreStride;
    dWeights += scoreStride;
  }
}

/** dqkv [rows, 3 width] of qkv and dy [rows, width]; sequences as for `causalAttention`. */
export function causalAttentionGradient(
  qkv: usize,
  sequenceRows: usize,
  lengths: usize,
  starts: usize,
  dy: usize,
  dqkv: usize,
  sequences: i32,
  heads: i32,
  headWidth: i32,
  scratch: usize,
): void {
  const yStride = (<usize>(heads * headWidth)) << 2;
  const stride = yStride * 3;
  const scale: f32 = 1 / sqrt<f32>(<f32>headWidth);
  const zeros = scratch;
  const edge = zeros + 32;
  const keysTransposed = edge + TILE_BYTES;
  memory.fill(zeros, 0, 32);
  for (let s = 0; s < sequences; s++) {
    const time = load<i32>(lengths + ((<usize>s) << 2));
    const start = load<i32>(starts + ((<usize>s) << 2));
    const queries = time - start;
    const acrossTime = (<usize>(panelCount(time) * headWidth)) << 5;
    const acrossHead = (<usize>panelCount(headWidth)) << 5;
    const perQuery = (<usize>(queries * headWidth)) << 2;
    const valuesTransposed = keysTransposed + acrossTime;
    const keyPanels = valuesTransposed + acrossTime;
    const queryPanels = keyPanels + <usize>time * acrossHead;
    const dyPanels = queryPanels + <usize>queries * acrossHead;
    const q = dyPanels + <usize>queries * acrossHead;
    const from = q + perQuery;
    const result = from + perQuery;
    const weights = result + ((<usize>(time * headWidth)) << 2);
    const dScores = weights + ((<usize>(tileRows(queries) * panelCount(time))) << 5);
    const ownRows = sequenceRows + ((<usize>start) << 2);
    if (queries > 0) {
      for (let h = 0; h < heads; h++) {
        const offset = (<usize>(h * headWidth)) << 2;
        const head = qkv + offset;
        const dHead = dqkv + offset;
        packTransposed(head + yStride, stride, headWidth, time, keysTransposed, sequenceRows);
        packTransposed(head + 2 * yStride, stride, headWidth, time, valuesTransposed, sequenceRows);
        pack(head + yStride, stride, time, headWidth, keyPanels, sequenceRows);
        pack(head, stride, queries, headWidth, queryPanels, ownRows);
        pack(dy + offset, yStride, queries, headWidth, dyPanels, ownRows);
        gather(head, stride, ownRows, queries, headWidth, q);
        gather(dy + offset, yStride, ownRows, queries, headWidth, from);
        scoreTiles(q, keysTransposed, start, time, headWidth, zeros, weights);
        causalSoftmax(weights, start, time, scale);
        scoreTiles(from, valuesTransposed, start, time, headWidth, zeros, dScores);
        weightedSumsTransposed(weights, dyPanels, start, time, headWidth, edge, result);
        scatter(result, stride, sequenceRows, time, headWidth, dHead + 2 * yStride, start);
        softmaxGradient(weights, dScores, start, time, scale);
        weightedSums(dScores, keyPanels, start, time, headWidth, zeros, edge, result);
        scatter(result, stride, ownRows, queries, headWidth, dHead, 0);
        weightedSumsTransposed(dScores, queryPanels, start, time, headWidth, edge, result);
        scatter(result, stride, sequenceRows, time, headWidth, dHead + yStride, start);
      }
    }
    sequenceRows += (<usize>time) << 2;
  }
}
