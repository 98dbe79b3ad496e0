/** Rows are told apart by so many values of a key's low digits, see {@link orderBy}. */
const MOST_ROWS = 2 ** 20;

/**
 * Rows in the order of their values: stable, and those without a value (NaN) last in either direction.
 *
 * A row and its value are packed into one double, so that the native sort of numbers does all the work: the 32 bits of
 * the float, turned so that they ascend as unsigned integers, times 2^20, plus the row; 53 bits together.
 *
 * @param values one a row, fewer than 2^20
 */
export function orderBy(values: Float32Array, descending: boolean): Int32Array {
  if (values.length > MOST_ROWS) throw new Error(`${values.length} rows, expected at most ${MOST_ROWS}`);
  // -0 becomes 0: they are equal.
  const bits = new Uint32Array(values.map((value) => value + 0).buffer);
  const packed = new Float64Array(values.length);
  for (let row = 0; row < packed.length; row++) {
    const ascending = bits[row]! & 0x80000000 ? ~bits[row]! >>> 0 : bits[row]! + 0x80000000;
    const key = Number.isNaN(values[row]!) ? 2 ** 32 : descending ? 2 ** 32 - 1 - ascending : ascending;
    packed[row] = key * MOST_ROWS + row;
  }
  packed.sort();
  return Int32Array.from(packed, (key) => key % MOST_ROWS);
}
