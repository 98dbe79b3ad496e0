/** The first i at which indices[i] is not in 0..limit-1, or -1. */
export function firstOutside(indices: usize, count: i32, limit: i32): i32 {
  for (let i = 0; i < count; i++) {
    if (load<u32>(indices + ((<usize>i) << 2)) >= <u32>limit) return i;
  }
  return -1;
}

/** y [count, width] = the rows of x at indices */
export function selectRows(x: usize, indices: usize, y: usize, count: i32, width: i32): void {
  const stride = (<usize>width) << 2;
  for (let i = 0; i < count; i++) {
    memory.copy(y, x + <usize>load<i32>(indices) * stride, stride);
    indices += 4;
    y += stride;
  }
}

export function copy(to: usize, from: usize, bytes: usize): void {
  memory.copy(to, from, bytes);
}
