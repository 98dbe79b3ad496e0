import { type FileHandle, open } from 'node:fs/promises';
import {
  type AsyncBuffer,
  cachedAsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { SourceRecord } from '../draft.ts';
import { ImportError } from '../importError.ts';
import type { Entry } from './entry.ts';

/** Bytes, uncompressed, that are decoded at once: a row group, or a piece of a larger one. */
const PIECE = 2 ** 26;

/** Rows that are yielded at once. */
const ROWS = 1024;

/**
 * Reads a Parquet file row group by row group, large ones in pieces.
 *
 * @throws {ImportError} if it is no Parquet file, is cut off or holds what cannot be decoded
 */
export async function* readParquet(path: string): AsyncGenerator<readonly Entry[]> {
  const handle = await open(path);
  try {
    const file = await bytesOf(handle);
    const metadata = await asImport(path, 'it', parquetMetadataAsync(file));
    let start = 0;
    for (const { num_rows, total_byte_size } of metadata.row_groups) {
      const end = start + Number(num_rows);
      const pieces = Math.max(1, Math.ceil(Number(total_byte_size) / PIECE));
      const step = Math.max(1, Math.ceil((end - start) / pieces));
      // Each piece is decoded out of all bytes of its row group.
      const bytes = pieces === 1 ? file : cachedAsyncBuffer(file);
      for (; start < end; start += step)
        yield* readRows(path, bytes, metadata, start, Math.min(start + step, end));
      start = end;
    }
  } finally {
    await handle.close();
  }
}

async function* readRows(
  path: string,
  file: AsyncBuffer,
  metadata: FileMetaData,
  rowStart: number,
  rowEnd: number,
): AsyncGenerator<readonly Entry[]> {
  const reading = parquetReadObjects({
    ...{ file, metadata, compressors, rowStart, rowEnd },
    // Text stays bytes until its row is yielded: all of a row group as text would fill the memory.
    parsers: { stringFromBytes: (bytes: Uint8Array) => bytes },
  });
  const records = await asImport(path, `rows ${rowStart + 1} to ${rowEnd}`, reading);
  const decode = decoder(wholeNumbers(metadata));
  for (let from = 0; from < records.length; from += ROWS) {
    yield records.slice(from, from + ROWS).map((record, i) => ({
      line: rowStart + from + i + 1,
      record: decode(record),
    }));
  }
}

/** Columns of whole numbers that come as numbers: those of 64 bits come as bigint. */
function wholeNumbers(metadata: FileMetaData): ReadonlySet<string> {
  const columns = parquetSchema(metadata).children.map(({ element }) => element);
  return new Set(
    columns
      .filter(({ type, converted_type: as }) => type === 'INT32' && as !== 'DECIMAL')
      .map(({ name }) => name),
  );
}

/**
 * Makes text of the bytes of a record, and bigint of all whole numbers; a value that stands in several rows in turn is
 * decoded once.
 */
function decoder(whole: ReadonlySet<string>): (record: SourceRecord) => SourceRecord {
  const last = new Map<string, { readonly bytes: Uint8Array; readonly text: string }>();
  return (record) => {
    const decoded: Record<string, unknown> = {};
    for (const name in record) {
      const value = record[name];
      if (typeof value === 'number' && whole.has(name) && Number.isInteger(value))
        decoded[name] = BigInt(value);
      else if (!(value instanceof Uint8Array)) decoded[name] = plain(value);
      else {
        const known = last.get(name);
        const one = known?.bytes === value ? known : { bytes: value, text: textOf(value) };
        last.set(name, one);
        decoded[name] = one.text;
      }
    }
    return decoded;
  };
}

/** A value of a list, a structure or a time, as JSON would have it. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return textOf(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}

function textOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
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

async function asImport<T>(path: string, what: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    throw new ImportError(
      `${path}: ${what} cannot be read as Parquet (${reason}); expected a whole Parquet file`,
    );
  }
}
