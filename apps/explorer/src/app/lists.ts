import type { Table } from 'apache-arrow';

/** Lists of bytes, one a row, in one piece of memory. */
export interface Lists {
  readonly offsets: Int32Array;
  readonly values: Uint8Array;
}

/** The list of a row; a view. */
export function listAt({ offsets, values }: Lists, row: number): Uint8Array {
  return values.subarray(offsets[row], offsets[row + 1]);
}

/** The same as an array of its own: for a hundred thousand rows, `Array.from` takes several times as long. */
export function numbersAt({ offsets, values }: Lists, row: number): number[] {
  const numbers: number[] = [];
  for (let i = offsets[row]!; i < offsets[row + 1]!; i++) numbers.push(values[i]!);
  return numbers;
}

/** A column of lists of bytes. */
export function listsOf(table: Table, name: string): Lists {
  const { valueOffsets, children } = columnOf(table, name).data[0]!;
  return { offsets: valueOffsets, values: children[0]!.values };
}

/** A column of numbers. */
export function numbersOf<T extends Int32Array | Uint8Array | Float32Array>(table: Table, name: string): T {
  return columnOf(table, name).toArray() as T;
}

function columnOf(table: Table, name: string) {
  const column = table.getChild(name);
  if (!column) throw new Error(`the table has no column ${name}`);
  return column;
}
