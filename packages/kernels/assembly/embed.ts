import { loadVector, storeVector } from './simd';

/** y [rows, width] = tokenTable[ids] + positionTable[positions] */
export function embed(
  ids: usize,
  positions: usize,
  tokenTable: usize,
  positionTable: usize,
  y: usize,
  rows: i32,
  width: i32,
): void {
  const stride = (<usize>width) << 2;
  for (let i = 0; i < rows; i++) {
    const token = tokenTable + <usize>load<i32>(ids) * stride;
    const position = positionTable + <usize>load<i32>(positions) * stride;
    for (let d = 0; d < width; d += 4) {
      const offset = (<usize>d) << 2;
      const rest = width - d;
      const sum = f32x4.add(loadVector(token + offset, rest), loadVector(position + offset, rest));
      storeVector(y + offset, sum, rest);
    }
    ids += 4;
    positions += 4;
    y += stride;
  }
}

// @ts-ignore: decorator
@inline
function addRow(to: usize, from: usize, width: i32): void {
  for (let d = 0; d < width; d += 4) {
    const offset = (<usize>d) << 2;
    const rest = width - d;
    storeVector(
      to + offset,
      f32x4.add(loadVector(to + offset, rest), loadVector(from + offset, rest)),
      rest,
    );
  }
}

/** table [tableRows, width] = at each row the sum of those rows of dy [rows, width] whose index it is. */
export function scatterRows(
  indices: usize,
  dy: usize,
  table: usize,
  rows: i32,
  tableRows: i32,
  width: i32,
): void {
  const stride = (<usize>width) << 2;
  memory.fill(table, 0, <usize>tableRows * stride);
  for (let i = 0; i < rows; i++) {
    addRow(table + <usize>load<i32>(indices) * stride, dy, width);
    indices += 4;
    dy += stride;
  }
}
