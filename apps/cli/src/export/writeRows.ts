import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Column, ColumnKind, Columns } from '@vestige/rollouts';
import { fileWriter, parquetWriteRows } from 'hyparquet-writer';

type SchemaElement = NonNullable<Parameters<typeof parquetWriteRows>[0]['schema']>[number];

/** Rows that are held at once; a row group each. */
const ROWS_PER_GROUP = 4096;

/** A row under any names. */
export type PlainRow = Readonly<Record<string, unknown>>;

/**
 * Writes rows as a Parquet file, a row group in memory at a time. It has a temporary name until it is complete.
 *
 * @param columns those that are written, in order
 * @throws what the disk says; nothing is left then
 */
export async function writeParquet(
  path: string,
  columns: Columns,
  rows: AsyncIterable<PlainRow>,
): Promise<void> {
  await writtenWhole(path, async (temporary) => {
    await parquetWriteRows({
      writer: fileWriter(temporary),
      rows: withPlainLists(columns, rows),
      // A dictionary of the writer takes -0 for 0.
      columns: Object.entries(columns).map(([name, { kind }]) =>
        kind.startsWith('float') && !kind.endsWith('[]') ? { name, encoding: 'PLAIN' } : { name },
      ),
      schema: schemaOf(columns),
      rowGroupSize: ROWS_PER_GROUP,
      kvMetadata: Object.entries(columns).map(([key, { description }]) => ({ key, value: description })),
      createdBy: 'vestige',
    });
  });
}

/**
 * Writes rows as JSON lines, an object a line. It has a temporary name until it is complete.
 *
 * @throws as {@link writeParquet}
 */
export async function writeJsonLines(
  path: string,
  columns: Columns,
  rows: AsyncIterable<PlainRow>,
): Promise<void> {
  const names = Object.keys(columns);
  await writtenWhole(path, async (temporary) => {
    await pipeline(async function* () {
      for await (const row of withPlainLists(columns, rows)) {
        const line = Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
        yield `${JSON.stringify(line)}\n`;
      }
    }, createWriteStream(temporary));
  });
}

async function writtenWhole(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${path}.partial`;
  try {
    await write(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function* withPlainLists(columns: Columns, rows: AsyncIterable<PlainRow>): AsyncGenerator<PlainRow> {
  const lists = Object.keys(columns).filter((name) => columns[name]!.kind.endsWith('[]'));
  for await (const row of rows) {
    const plain = lists.map((name) => [name, row[name] ? Array.from(row[name] as ArrayLike<number>) : null]);
    yield { ...row, ...Object.fromEntries(plain) };
  }
}

const TYPES = {
  int32: { type: 'INT32' },
  float32: { type: 'FLOAT' },
  float64: { type: 'DOUBLE' },
  bool: { type: 'BOOLEAN' },
  utf8: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
} as const satisfies Partial<Record<ColumnKind, Partial<SchemaElement>>>;

function schemaOf(columns: Columns): SchemaElement[] {
  const children = Object.entries(columns).map(([name, column]) => elementsOf(name, column));
  return [{ name: 'root', num_children: children.length }, ...children.flat()];
}

function elementsOf(name: string, { kind, nullable }: Column): SchemaElement[] {
  const repetition = nullable ? 'OPTIONAL' : 'REQUIRED';
  if (kind !== 'int32[]' && kind !== 'float32[]')
    return [{ name, repetition_type: repetition, ...TYPES[kind] }];
  const item = kind === 'int32[]' ? TYPES.int32 : TYPES.float32;
  return [
    { name, repetition_type: repetition, num_children: 1, converted_type: 'LIST' },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', repetition_type: 'REQUIRED', ...item },
  ];
}
