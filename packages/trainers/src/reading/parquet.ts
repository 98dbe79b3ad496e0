import { type FileHandle, open } from 'node:fs/promises';
import {
  type AsyncBuffer,
  cachedAsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type RowGroup,
  type SchemaTree,
} from 'hyparquet';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { isFlatColumn } from 'hyparquet/src/schema.js';
import { compressors } from 'hyparquet-compressors';
import { ImportError } from '../importError.ts';
import type { Entry } from './entry.ts';
import { columnReader } from './parquetColumn.ts';
import { decoderOf } from './parquetValue.ts';
import { partCount, type Span, WHOLE } from './span.ts';

/** Rows that are yielded at once. */
const ROWS = 256;

/** Bytes, uncompressed, of lists and structures that are decoded at once. */
const PIECE = 2 ** 26;

/** Text stays bytes until its row is yielded: all of a page as text would fill the memory. */
const PARSERS = { ...DEFAULT_PARSERS, stringFromBytes: (bytes: Uint8Array) => bytes as unknown as string };

/** Values of a top-level column of a row group, in order. */
type Take = (count: number) => unknown[] | Promise<unknown[]>;

/**
 * Reads a Parquet file, some rows at a time.
 *
 * @throws {ImportError} if it is no Parquet file, is cut off or holds what cannot be decoded
 */
export async function* readParquet(path: string, span: Span): AsyncGenerator<readonly Entry[]> {
  const handle = await open(path);
  try {
    const file = await bytesOf(handle);
    const metadata = await asImport(path, 'it', () => parquetMetadataAsync(file));
    const { children } = parquetSchema(metadata);
    const decoders = children.map(({ element }) => decoderOf(element));
    let next = 0;
    for (const group of metadata.row_groups) {
      const start = next;
      next += Number(group.num_rows);
      const end = Math.min(next, span.to);
      const begin = Math.max(start, span.from);
      if (begin >= end) continue;
      const takes = await asImport(path, 'it', async () =>
        children.map((column) => takeOf(column, group, { start, begin }, { handle, file, metadata })),
      );
      for (let from = begin; from < end; from += ROWS) {
        const count = Math.min(ROWS, end - from);
        const columns = await asImport(path, `rows ${from + 1} to ${from + count}`, () =>
          Promise.all(takes.map((take) => take(count))),
        );
        yield Array.from({ length: count }, (_, i): Entry => {
          const record: Record<string, unknown> = {};
          for (let k = 0; k < columns.length; k++)
            record[children[k]!.element.name] = decoders[k]!(columns[k]![i]);
          return { line: from + i + 1, record };
        });
      }
    }
  } finally {
    await handle.close();
  }
}

/**
 * The parts of a Parquet file, in order. One with lists or structures is not divided: all of a row group is in memory at once
 * then.
 *
 * @param part bytes of a part, uncompressed, or twice as many
 * @throws {ImportError} if it is no Parquet file, or is cut off
 */
export async function* parquetSpans(path: string, part: number): AsyncGenerator<Span> {
  const { metadata, isFlat } = await outlineOf(path);
  const rows = Number(metadata.num_rows);
  const bytes = metadata.row_groups.reduce((sum, group) => sum + Number(group.total_byte_size), 0);
  const count = isFlat ? Math.min(partCount(bytes, part), rows) : 1;
  const at = (k: number) => Math.floor((k * rows) / count);
  if (count <= 1) yield WHOLE;
  else for (let k = 0; k < count; k++) yield { from: at(k), to: at(k + 1), first: at(k) + 1 };
}

/**
 * Whether a Parquet file has lists or structures, of which all of a row group is in memory at once.
 *
 * @throws {ImportError} if it is no Parquet file, or is cut off
 */
export async function hasLists(path: string): Promise<boolean> {
  return !(await outlineOf(path)).isFlat;
}

async function outlineOf(
  path: string,
): Promise<{ readonly metadata: FileMetaData; readonly isFlat: boolean }> {
  const handle = await open(path);
  try {
    const file = await bytesOf(handle);
    const metadata = await asImport(path, 'it', () => parquetMetadataAsync(file));
    const schema = parquetSchema(metadata);
    return { metadata, isFlat: schema.children.every((column) => isFlatColumn([schema, column])) };
  } finally {
    await handle.close();
  }
}

/** What is read. */
interface Source {
  readonly handle: FileHandle;
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
}

/** Rows of a file. */
interface Place {
  /** The first of a row group. */
  readonly start: number;
  /** The first of those that are taken. */
  readonly begin: number;
}

function takeOf(column: SchemaTree, group: RowGroup, place: Place, source: Source): Take {
  const { element } = column;
  const schemaPath = [parquetSchema(source.metadata), column];
  if (!isFlatColumn(schemaPath)) return nestedTake(element.name, group, place, source);
  const meta = group.columns.find(
    ({ meta_data }) => meta_data?.path_in_schema[0] === element.name,
  )?.meta_data;
  if (!meta) throw new Error(`a row group has no column ${element.name}`);
  const decoder = {
    ...meta,
    pathInSchema: meta.path_in_schema,
    element,
    schemaPath,
    compressors,
    parsers: PARSERS,
  };
  return columnReader(source.handle.fd, decoder, meta, place.begin - place.start);
}

/** A column of lists or structures: decoded in pieces, each out of all bytes of its row group. */
function nestedTake(
  name: string,
  group: RowGroup,
  { start, begin }: Place,
  { file, metadata }: Source,
): Take {
  const bytes = cachedAsyncBuffer(file);
  const rows = Number(group.num_rows);
  const step = Math.max(ROWS, Math.ceil(rows / Math.ceil(Number(group.total_byte_size) / PIECE)));
  let piece: readonly unknown[] = [];
  let taken = 0;
  let next = begin;
  return async (count) => {
    const values: unknown[] = [];
    while (values.length < count) {
      if (taken === piece.length) {
        const [rowStart, rowEnd] = [next, Math.min(next + step, start + rows)];
        const about = {
          file: bytes,
          metadata,
          compressors,
          parsers: PARSERS,
          columns: [name],
          rowStart,
          rowEnd,
        };
        piece = (await parquetReadObjects(about)).map((record) => record[name]);
        taken = 0;
        next = rowEnd;
      }
      const some = piece.slice(taken, taken + count - values.length);
      values.push(...some);
      taken += some.length;
    }
    return values;
  };
}

/** The bytes of a file; each part is read without a copy. */
async function bytesOf(handle: FileHandle): Promise<AsyncBuffer> {
  const { size } = await handle.stat();
  return {
    byteLength: size,
    async slice(start, end = size) {
      const part = new Uint8Array(Math.max(0, end - start));
      const { bytesRead } = await handle.read(part, 0, part.length, start);
      if (bytesRead < part.length) throw new Error(`ends after ${start + bytesRead} bytes`);
      return part.buffer;
    },
  };
}

async function asImport<T>(path: string, what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    throw new ImportError(
      `${path}: ${what} cannot be read as Parquet (${reason}); expected a whole Parquet file`,
    );
  }
}
