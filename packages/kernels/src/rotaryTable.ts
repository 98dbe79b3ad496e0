const tables = new Map<string, Float32Array>();

/**
 * What rotary positions multiply with: a row for each position, with the cosines of the angles
 * `position * base^(-2 i / headWidth)`, i from 0 to headWidth / 2 - 1, and then their sines. Computed in double
 * precision.
 *
 * @param positions how many, from 0
 * @param headWidth even
 * @returns [positions, headWidth]; not to be changed, for it is kept
 */
export function rotaryTable(positions: number, headWidth: number, base: number): Float32Array {
  const key = `${headWidth} ${base}`;
  const size = positions * headWidth;
  let table = tables.get(key);
  if (!table || table.length < size) {
    table = computed(2 ** Math.ceil(Math.log2(Math.max(64, positions))), headWidth, base);
    tables.set(key, table);
  }
  return table.subarray(0, size);
}

function computed(positions: number, headWidth: number, base: number): Float32Array {
  const half = headWidth / 2;
  const table = new Float32Array(positions * headWidth);
  for (let position = 0; position < positions; position++) {
    for (let i = 0; i < half; i++) {
      const angle = position * base ** (-i / half);
      table[position * headWidth + i] = Math.cos(angle);
      table[position * headWidth + half + i] = Math.sin(angle);
    }
  }
  return table;
}
