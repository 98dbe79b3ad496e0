// Matrix products built of one register tile: 6 rows by 8 columns, twelve accumulators. The right factor is
// copied into panels of 8 columns, [ceil(columns / 8)][depth][8], padded with zeros. Each output is one sum
// over the depth in ascending order, whatever tile it falls in: a row's result does not depend on how many
// other rows there are.
import { loadVector, madd, storeVector } from './simd';

/** Bytes of a tile kept in scratch memory. */
export const TILE_BYTES: usize = 6 * 8 * 4;

/** Rows that an op takes through all of its products before it goes on: their intermediate results stay in the
 * cache. Whole tiles of 6. */
export const BLOCK_ROWS: i32 = 48;

/** How many panels hold `columns` columns. */
// @ts-ignore: decorator
@inline
export function panelCount(columns: i32): i32 {
  return (columns + 7) >> 3;
}

/** Bytes of a block of rows. */
// @ts-ignore: decorator
@inline
export function blockBytes(width: i32): usize {
  return (<usize>(BLOCK_ROWS * width)) << 2;
}

/** Bytes of scratch memory for the panels of a factor with `depth` rows and `columns` columns. */
// @ts-ignore: decorator
@inline
export function panelBytes(depth: i32, columns: i32): usize {
  return (<usize>(panelCount(columns) * depth)) << 5;
}

/** Bytes of `columns` floats padded to whole panels. */
// @ts-ignore: decorator
@inline
export function paddedBytes(columns: i32): usize {
  return (<usize>panelCount(columns)) << 5;
}

/** Copies a bias [columns], or zeros without one, and zeros behind it to the end of its last panel. */
export function padded(bias: usize, columns: i32, to: usize): void {
  memory.fill(to, 0, paddedBytes(columns));
  if (bias) memory.copy(to, bias, (<usize>columns) << 2);
}

/** Row `k` of b, or the row whose index is the k-th of `rows`. */
// @ts-ignore: decorator
@inline
function rowAt(b: usize, stride: usize, rows: usize, k: i32): usize {
  return b + <usize>(rows ? load<i32>(rows + ((<usize>k) << 2)) : k) * stride;
}

/**
 * Panels of b [depth, columns], whose rows are `stride` bytes apart; of the rows of b whose indices are at `rows`
 * [depth], unless that is 0.
 */
export function pack(
  b: usize,
  stride: usize,
  depth: i32,
  columns: i32,
  panels: usize,
  rows: usize = 0,
): void {
  for (let j = 0; j < columns; j += 8) {
    const rest = columns - j;
    const offset = (<usize>j) << 2;
    for (let k = 0; k < depth; k++) {
      const from = rowAt(b, stride, rows, k) + offset;
      if (rest >= 8) {
        v128.store(panels, v128.load(from));
        v128.store(panels, v128.load(from, 16), 16);
      } else {
        v128.store(panels, loadVector(from, rest));
        v128.store(panels, rest > 4 ? loadVector(from + 16, rest - 4) : f32x4.splat(0), 16);
      }
      panels += 32;
    }
  }
}

/** Panels of the transpose of b [columns, depth], given as for {@link pack}. */
export function packTransposed(
  b: usize,
  stride: usize,
  depth: i32,
  columns: i32,
  panels: usize,
  rows: usize = 0,
): void {
  for (let j = 0; j < columns; j += 4) {
    const to = panels + ((<usize>((j >> 3) * depth)) << 5) + ((<usize>(j & 4)) << 2);
    packFourRows(b, stride, rows, j, columns - j, depth, to);
  }
  const inLast = columns & 7;
  if (inLast > 0 && inLast <= 4) {
    clearHalfPanel(panels + ((<usize>((columns >> 3) * depth)) << 5) + 16, depth);
  }
}

function clearHalfPanel(to: usize, depth: i32): void {
  for (let k = 0; k < depth; k++) {
    v128.store(to, f32x4.splat(0));
    to += 32;
  }
}

/** Four rows become four columns, one half of a panel; columns past `count` are zeros. */
function packFourRows(
  b: usize,
  stride: usize,
  rows: usize,
  first: i32,
  count: i32,
  depth: i32,
  to: usize,
): void {
  const zero = f32x4.splat(0);
  let b0 = rowAt(b, stride, rows, first);
  let b1 = count > 1 ? rowAt(b, stride, rows, first + 1) : b0;
  let b2 = count > 2 ? rowAt(b, stride, rows, first + 2) : b0;
  let b3 = count > 3 ? rowAt(b, stride, rows, first + 3) : b0;
  for (let k = 0; k < depth; k += 4) {
    const rest = depth - k;
    const r0 = loadVector(b0, rest);
    const r1 = count > 1 ? loadVector(b1, rest) : zero;
    const r2 = count > 2 ? loadVector(b2, rest) : zero;
    const r3 = count > 3 ? loadVector(b3, rest) : zero;
    const low01 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
    const low23 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
    v128.store(to, v128.shuffle<i64>(low01, low23, 0, 2));
    if (rest > 1) v128.store(to, v128.shuffle<i64>(low01, low23, 1, 3), 32);
    if (rest > 2) {
      const high01 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
      const high23 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<i64>(high01, high23, 0, 2), 64);
      if (rest > 3) v128.store(to, v128.shuffle<i64>(high01, high23, 1, 3), 96);
    }
    b0 += 16;
    b1 += 16;
    b2 += 16;
    b3 += 16;
    to += 128;
  }
}

/**
 * c [6, 8] = a [6, depth] times a panel, plus `initial` [8] in every row. Rows of a and c are `aStride` and
 * `cStride` bytes apart. Where a has fewer than 6 `rows`, its last one stands in for the missing ones.
 */
export function tile(
  a: usize,
  aStride: usize,
  rows: i32,
  panel: usize,
  depth: i32,
  initial: usize,
  c: usize,
  cStride: usize,
): void {
  let a0 = a;
  let a1 = rows > 1 ? a0 + aStride : a0;
  let a2 = rows > 2 ? a1 + aStride : a1;
  let a3 = rows > 3 ? a2 + aStride : a2;
  let a4 = rows > 4 ? a3 + aStride : a3;
  let a5 = rows > 5 ? a4 + aStride : a4;
  const i0 = v128.load(initial);
  const i1 = v128.load(initial, 16);
  let c00 = i0;
  let c01 = i1;
  let c10 = i0;
  let c11 = i1;
  let c20 = i0;
  let c21 = i1;
  let c30 = i0;
  let c31 = i1;
  let c40 = i0;
  let c41 = i1;
  let c50 = i0;
  let c51 = i1;
  const end = panel + ((<usize>depth) << 5);
  while (panel < end) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    let x = v128.load32_splat(a0);
    c00 = madd(x, b0, c00);
    c01 = madd(x, b1, c01);
    x = v128.load32_splat(a1);
    c10 = madd(x, b0, c10);
    c11 = madd(x, b1, c11);
    x = v128.load32_splat(a2);
    c20 = madd(x, b0, c20);
    c21 = madd(x, b1, c21);
    x = v128.load32_splat(a3);
    c30 = madd(x, b0, c30);
    c31 = madd(x, b1, c31);
    x = v128.load32_splat(a4);
    c40 = madd(x, b0, c40);
    c41 = madd(x, b1, c41);
    x = v128.load32_splat(a5);
    c50 = madd(x, b0, c50);
    c51 = madd(x, b1, c51);
    a0 += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
    a4 += 4;
    a5 += 4;
    panel += 32;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += cStride;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += cStride;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += cStride;
  v128.store(c, c30);
  v128.store(c, c31, 16);
  c += cStride;
  v128.store(c, c40);
  v128.store(c, c41, 16);
  c += cStride;
  v128.store(c, c50);
  v128.store(c, c51, 16);
}

/**
 * c [6, 8] = the transpose of a [depth, 6] times b [depth, 8], added to c if `accumulate`. Rows of a, b and c are
 * `aStride`, `bStride` and `cStride` bytes apart. Where a has fewer than 6 `columns`, its last one stands in.
 */
export function tileTransposed(
  a: usize,
  aStride: usize,
  columns: i32,
  b: usize,
  bStride: usize,
  depth: i32,
  c: usize,
  cStride: usize,
  accumulate: bool,
): void {
  const zero = f32x4.splat(0);
  let c00 = zero;
  let c01 = zero;
  let c10 = zero;
  let c11 = zero;
  let c20 = zero;
  let c21 = zero;
  let c30 = zero;
  let c31 = zero;
  let c40 = zero;
  let c41 = zero;
  let c50 = zero;
  let c51 = zero;
  const end = a + <usize>depth * aStride;
  if (columns >= 6) {
    while (a < end) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let x = v128.load32_splat(a);
      c00 = madd(x, b0, c00);
      c01 = madd(x, b1, c01);
      x = v128.load32_splat(a, 4);
      c10 = madd(x, b0, c10);
      c11 = madd(x, b1, c11);
      x = v128.load32_splat(a, 8);
      c20 = madd(x, b0, c20);
      c21 = madd(x, b1, c21);
      x = v128.load32_splat(a, 12);
      c30 = madd(x, b0, c30);
      c31 = madd(x, b1, c31);
      x = v128.load32_splat(a, 16);
      c40 = madd(x, b0, c40);
      c41 = madd(x, b1, c41);
      x = v128.load32_splat(a, 20);
      c50 = madd(x, b0, c50);
      c51 = madd(x, b1, c51);
      a += aStride;
      b += bStride;
    }
  } else {
    const o1: usize = columns > 1 ? 4 : 0;
    const o2: usize = columns > 2 ? 8 : o1;
    const o3: usize = columns > 3 ? 12 : o2;
    const o4: usize = columns > 4 ? 16 : o3;
    while (a < end) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let x = v128.load32_splat(a);
      c00 = madd(x, b0, c00);
      c01 = madd(x, b1, c01);
      x = v128.load32_splat(a + o1);
      c10 = madd(x, b0, c10);
      c11 = madd(x, b1, c11);
      x = v128.load32_splat(a + o2);
      c20 = madd(x, b0, c20);
      c21 = madd(x, b1, c21);
      x = v128.load32_splat(a + o3);
      c30 = madd(x, b0, c30);
      c31 = madd(x, b1, c31);
      x = v128.load32_splat(a + o4);
      c40 = madd(x, b0, c40);
      c41 = madd(x, b1, c41);
      a += aStride;
      b += bStride;
    }
  }
  if (accumulate) {
    let p = c;
    c00 = f32x4.add(v128.load(p), c00);
    c01 = f32x4.add(v128.load(p, 16), c01);
    p += cStride;
    c10 = f32x4.add(v128.load(p), c10);
    c11 = f32x4.add(v128.load(p, 16), c11);
    p += cStride;
    c20 = f32x4.add(v128.load(p), c20);
    c21 = f32x4.add(v128.load(p, 16), c21);
    p += cStride;
    c30 = f32x4.add(v128.load(p), c30);
    c31 = f32x4.add(v128.load(p, 16), c31);
    p += cStride;
    c40 = f32x4.add(v128.load(p), c40);
    c41 = f32x4.add(v128.load(p, 16), c41);
    p += cStride;
    c50 = f32x4.add(v128.load(p), c50);
    c51 = f32x4.add(v128.load(p, 16), c51);
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += cStride;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += cStride;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += cStride;
  v128.store(c, c30);
  v128.store(c, c31, 16);
  c += cStride;
  v128.store(c, c40);
  v128.store(c, c41, 16);
  c += cStride;
  v128.store(c, c50);
  v128.store(c, c51, 16);
}

/** Copies the first `rows` rows and `columns` columns of a scratch tile to c, or adds them. */
export function unloadTile(
  scratch: usize,
  rows: i32,
  columns: i32,
  c: usize,
  cStride: usize,
  accumulate: bool,
): void {
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < columns; j += 4) {
      const to = c + ((<usize>j) << 2);
      let v = v128.load(scratch + ((<usize>j) << 2));
      if (accumulate) v = f32x4.add(loadVector(to, columns - j), v);
      storeVector(to, v, columns - j);
    }
    scratch += 32;
    c += cStride;
  }
}

/**
 * c [rows, columns] = a [rows, depth] times panels, plus `initial` [8] of each panel, `initialStride` bytes apart.
 * A panel serves all rows before the next: for as many rows as the cache holds.
 */
export function product(
  a: usize,
  aStride: usize,
  rows: i32,
  depth: i32,
  panels: usize,
  columns: i32,
  initial: usize,
  initialStride: usize,
  edge: usize,
  c: usize,
  cStride: usize,
): void {
  for (let j = 0; j < columns; j += 8) {
    let from = a;
    let to = c + ((<usize>j) << 2);
    const whole = columns - j >= 8;
    for (let i = 0; i < rows; i += 6) {
      const rest = rows - i;
      if (whole && rest >= 6) {
        tile(from, aStride, 6, panels, depth, initial, to, cStride);
      } else {
        tile(from, aStride, rest, panels, depth, initial, edge, 32);
        unloadTile(edge, min(rest, 6), min(columns - j, 8), to, cStride, false);
      }
      from += 6 * aStride;
      to += 6 * cStride;
    }
    panels += (<usize>depth) << 5;
    initial += initialStride;
  }
}

/**
 * c [rows, columns] = the transpose of a [depth, rows] times b [depth, columns], added to c if `accumulate`. `spare`
 * has room for panels of b; they are needed where its columns do not fill whole tiles.
 */
export function productTransposed(
  a: usize,
  aStride: usize,
  rows: i32,
  depth: i32,
  b: usize,
  bStride: usize,
  columns: i32,
  spare: usize,
  edge: usize,
  c: usize,
  cStride: usize,
  accumulate: bool,
): void {
  let across: usize = 32;
  if (columns & 7) {
    pack(b, bStride, depth, columns, spare);
    b = spare;
    bStride = 32;
    across = (<usize>depth) << 5;
  }
  for (let j = 0; j < columns; j += 8) {
    const whole = columns - j >= 8;
    for (let i = 0; i < rows; i += 6) {
      const from = a + ((<usize>i) << 2);
      const to = c + <usize>i * cStride + ((<usize>j) << 2);
      const rest = rows - i;
      if (whole && rest >= 6) {
        tileTransposed(from, aStride, 6, b, bStride, depth, to, cStride, accumulate);
      } else {
        tileTransposed(from, aStride, rest, b, bStride, depth, edge, 32, false);
        unloadTile(edge, min(rest, 6), min(columns - j, 8), to, cStride, accumulate);
      }
    }
    b += across;
  }
}

/** Adds the sums of the columns of x [rows, columns], whose rows are `stride` bytes apart, to `sums` [columns]. */
export function addColumnSums(x: usize, stride: usize, rows: i32, columns: i32, sums: usize): void {
  let j = 0;
  for (; j + 16 <= columns; j += 16) {
    const to = sums + ((<usize>j) << 2);
    let from = x + ((<usize>j) << 2);
    let a = v128.load(to);
    let b = v128.load(to, 16);
    let c = v128.load(to, 32);
    let d = v128.load(to, 48);
    for (let k = 0; k < rows; k++) {
      a = f32x4.add(a, v128.load(from));
      b = f32x4.add(b, v128.load(from, 16));
      c = f32x4.add(c, v128.load(from, 32));
      d = f32x4.add(d, v128.load(from, 48));
      from += stride;
    }
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }
  for (; j < columns; j += 4) {
    const to = sums + ((<usize>j) << 2);
    let from = x + ((<usize>j) << 2);
    let sum = loadVector(to, columns - j);
    for (let k = 0; k < rows; k++) {
      sum = f32x4.add(sum, loadVector(from, columns - j));
      from += stride;
    }
    storeVector(to, sum, columns - j);
  }
}
