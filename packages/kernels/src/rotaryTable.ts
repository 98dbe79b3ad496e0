/**
 * What rotary positions multiply with: a row for each position, with the cosines of the angles
 * `position * base^(-2 i / headWidth)`, i from 0 to headWidth / 2 - 1, and then their sines. Computed in double
 * precision.
 *
 * @param positions how many, from 0
 * @param headWidth even
 * @returns [positions, headWidth]
 */
export function rotaryTable(positions: number, headWidth: number, base: number): Float32Array {
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
