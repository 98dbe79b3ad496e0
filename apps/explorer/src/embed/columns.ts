import {
  Field,
  Float32,
  Int32,
  List,
  makeData,
  Table,
  tableToIPC,
  Uint8,
  Vector,
  type Vector as VectorType,
} from 'apache-arrow';

/** Numbers of a column, all batches in one. */
export function numbers(table: Table, name: string): ArrayLike<number> {
  return vector(table, name).toArray();
}

/** A column of numbers that may be null, which is NaN: their memory holds 0 for it. */
export function optionalNumbers(table: Table, name: string): (row: number) => number {
  const column = vector(table, name);
  return (row) => column.get(row) ?? Number.NaN;
}

/** A column of booleans. */
export function booleans(table: Table, name: string): (row: number) => boolean {
  const column = vector(table, name);
  return (row) => column.get(row);
}

/** A column of texts. */
export function strings(table: Table, name: string): (row: number) => string {
  const column = vector(table, name);
  return (row) => column.get(row);
}

/** A column of lists of numbers; what it gives is a view. */
export function lists(table: Table, name: string): (row: number) => Int32Array | Float32Array {
  const chunks = vector(table, name).data;
  const starts: number[] = [];
  let rows = 0;
  for (const { length } of chunks) {
    starts.push(rows);
    rows += length;
  }
  let at = 0;
  return (row) => {
    if (row < starts[at]!) at = 0;
    while (row >= starts[at]! + chunks[at]!.length) at++;
    const { valueOffsets, children } = chunks[at]!;
    const i = row - starts[at]!;
    return children[0]!.values.subarray(valueOffsets[i], valueOffsets[i + 1]);
  };
}

function vector(table: Table, name: string): VectorType {
  const column = table.getChild(name);
  if (!column) throw new Error(`the table has no column ${name}`);
  return column;
}

/** Columns of a table for the page: integers, bytes, floats, and lists of bytes. */
export type PageColumn =
  | { readonly kind: 'int32' | 'uint8' | 'float32'; readonly values: readonly number[] }
  | { readonly kind: 'uint8[]'; readonly values: readonly ArrayLike<number>[] };

/**
 * An Arrow file of the columns, uncompressed.
 *
 * @throws if a column of integers or bytes cannot hold a value: typed arrays would change it without a word
 */
export function arrowFile(columns: Readonly<Record<string, PageColumn>>): Uint8Array {
  const vectors = Object.entries(columns).map(([name, column]) => {
    expectHeld(name, column);
    return [name, vectorOf(column)];
  });
  return tableToIPC(new Table(Object.fromEntries(vectors)), 'file');
}

const RANGES = { uint8: [0, 255], int32: [-(2 ** 31), 2 ** 31 - 1] } as const;

function expectHeld(name: string, column: PageColumn): void {
  if (column.kind === 'float32') return;
  const [least, most] = RANGES[column.kind === 'int32' ? 'int32' : 'uint8'];
  const lists = column.kind === 'uint8[]' ? column.values : [column.values];
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      const value = list[i]!;
      if (Number.isInteger(value) && value >= least && value <= most) continue;
      throw new Error(
        `column ${name} of the page: holds ${value}; expected a whole number from ${least} to ${most}`,
      );
    }
  }
}

function vectorOf({ kind, values }: PageColumn): VectorType {
  switch (kind) {
    case 'int32':
      return new Vector([makeData({ type: new Int32(), data: Int32Array.from(values) })]);
    case 'uint8':
      return new Vector([makeData({ type: new Uint8(), data: Uint8Array.from(values) })]);
    case 'float32':
      return new Vector([makeData({ type: new Float32(), data: Float32Array.from(values) })]);
    case 'uint8[]': {
      const valueOffsets = new Int32Array(values.length + 1);
      for (const [i, list] of values.entries()) valueOffsets[i + 1] = valueOffsets[i]! + list.length;
      const data = new Uint8Array(valueOffsets[values.length]!);
      for (const [i, list] of values.entries()) data.set(list, valueOffsets[i]!);
      const child = makeData({ type: new Uint8(), data });
      const type = new List(new Field('item', new Uint8(), false));
      return new Vector([makeData({ type, length: values.length, nullCount: 0, valueOffsets, child })]);
    }
  }
}
