import { loadVector, storeVector } from './simd';

/** y [batch * time, width] = tokenTable[ids] + positionTable[firstPosition..] */
export function embed(
  ids: usize,
  tokenTable: usize,
  positionTable: usize,
  y: usize,
  batch: i32,
  time: i32,
  width: i32,
  firstPosition: i32,
): void {
  const stride = (<usize>width) << 2;
  for (let b = 0; b < batch; b++) {
    let position = positionTable + <usize>firstPosition * stride;
    for (let t = 0; t < time; t++) {
      const token = tokenTable + <usize>load<i32>(ids) * stride;
      for (let d = 0; d < width; d += 4) {
        const offset = (<usize>d) << 2;
        const rest = width - d;
        storeVector(
          y + offset,
          f32x4.add(loadVector(token + offset, rest), loadVector(position + offset, rest)),
          rest,
        );
      }
      ids += 4;
      position += stride;
      y += stride;
    }
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

/** table [context, width] = sum over the batch of dy [batch, time, width], at firstPosition onwards. */
export function embedPositionGradient(
  dy: usize,
  table: usize,
  batch: i32,
  time: i32,
  width: i32,
  context: i32,
  firstPosition: i32,
): void {
  const stride = (<usize>width) << 2;
  memory.fill(table, 0, <usize>context * stride);
  const first = table + <usize>firstPosition * stride;
  for (let b = 0; b < batch; b++) {
    addRow(first, dy, time * width);
    dy += <usize>time * stride;
  }
}
