import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { expectIntact, IntegrityError, readChecked } from '@vestige/manifest';
import {
  type RecordBatch,
  RecordBatchReader,
  RecordBatchStreamWriter,
  type Schema,
  type Table,
  tableFromIPC,
} from 'apache-arrow';
import { Footer } from 'apache-arrow/ipc/metadata/file';
import { kindOf } from './column.ts';
import { PROVENANCE_KEY, type Provenance } from './provenance.ts';
import { type Columns, type Row, SCHEMA_VERSION } from './tables.ts';

/** A file that is missing, truncated, or not what was expected. The message is one line. */
export class TableError extends Error {
  override name = 'TableError';
}

/** A table whose rows are read as they are asked for. */
export interface StreamedTable<C extends Columns> {
  readonly provenance: Provenance;
  /** Rows as objects, a batch of the file in memory at a time; lists come as typed arrays. */
  rows(): Generator<Row<C>>;
}

/** A table read from a file. */
export interface ReadTable<C extends Columns> extends StreamedTable<C> {
  readonly table: Table;
  readonly rowCount: number;
}

const MAGIC = 'ARROW1';
/** The magic at the beginning, with its padding. */
const MAGIC_BYTES = 8;
/** Bytes that end a stream of messages. */
const END_OF_STREAM = 8;
/** Bytes read at a time. */
const PIECE = 2 ** 20;

/**
 * Reads an Arrow file that {@link openTableWriter} wrote. One in the folder of a stage is held against its manifest.
 *
 * @param path of the file
 * @param columns expected columns; none accepts whatever is there
 * @throws {TableError} if the file is missing, truncated, lacks a column or has one of another type
 * @throws {IntegrityError} if it is not what its stage wrote, or of another schema version
 */
export function readTable<C extends Columns>(path: string, columns?: C): ReadTable<C> {
  const bytes = attempted(path, () => readChecked(path));
  const ends = {
    head: bytes.subarray(0, MAGIC.length),
    tail: bytes.subarray(-MAGIC.length),
    size: bytes.length,
  };
  expectEnds(path, ends);
  const table = undamaged(path, () => tableFromIPC(bytes));
  const provenance = provenanceOf(path, table.schema);
  expectColumns(path, table.schema, columns);
  return { provenance, table, rowCount: table.numRows, rows: () => rowsOf<C>(table.schema, table.batches) };
}

/**
 * Opens an Arrow file that {@link openTableWriter} wrote and that is too large to hold. It is held against the manifest
 * of its stage, and its columns are checked, before the first row is asked for.
 *
 * @throws as {@link readTable}
 */
export function streamTable<C extends Columns>(path: string, columns: C): StreamedTable<C> {
  attempted(path, () => expectIntact(path));
  const size = expectEnds(path, endsOf(path));
  const { schema, end } = undamaged(path, () => footerOf(path, size));
  const provenance = provenanceOf(path, schema);
  expectColumns(path, schema, columns);
  return { provenance, rows: () => streamedRows<C>(path, schema, end) };
}

/** @param end where the messages of the file end */
function* streamedRows<C extends Columns>(path: string, schema: Schema, end: number): Generator<Row<C>> {
  const messages = messagesOf(path, schema, end);
  try {
    const reader = undamaged(path, () => RecordBatchReader.from(messages).open());
    for (;;) {
      const { done, value: batch } = undamaged(path, () => reader.next());
      if (done) return;
      yield* rowsOf<C>(schema, [batch]);
    }
  } finally {
    messages.return(undefined);
  }
}

/**
 * A file as the stream of its messages, in pieces. Between magic and footer an Arrow file is such a stream; its writer
 * leaves out the schema, which stands in the footer, too.
 */
function* messagesOf(path: string, schema: Schema, end: number): Generator<Uint8Array, undefined> {
  yield schemaMessage(schema);
  const file = openSync(path, 'r');
  try {
    for (let position = MAGIC_BYTES; position < end; ) {
      const piece = readBytes(file, position, Math.min(PIECE, end - position));
      position += piece.length;
      yield piece;
    }
  } finally {
    closeSync(file);
  }
}

/** The schema as the first message of a stream, without the end of that stream. */
export function schemaMessage(schema: Schema): Uint8Array {
  const writer = new RecordBatchStreamWriter();
  writer.reset(undefined, schema);
  return writer.finish().toUint8Array(true).subarray(0, -END_OF_STREAM);
}

export function footerOf(
  path: string,
  size: number,
): { readonly schema: Schema; readonly end: number; readonly footer: Footer } {
  const file = openSync(path, 'r');
  try {
    const at = size - MAGIC.length - 4;
    const last = readBytes(file, at, 4);
    const length = new DataView(last.buffer, last.byteOffset).getInt32(0, true);
    const end = at - length;
    const footer = Footer.decode(readBytes(file, end, length));
    return { schema: footer.schema, end, footer };
  } finally {
    closeSync(file);
  }
}

/** @throws if the file ends before */
export function readBytes(file: number, position: number, count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  for (let read = 0; read < count; ) {
    const more = readSync(file, bytes, read, count - read, position + read);
    if (more === 0) throw new Error(`it ends at byte ${position + read}`);
    read += more;
  }
  return bytes;
}

export function attempted<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new TableError(
      `${path}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}; run the stage that writes it`,
    );
  }
}

export function undamaged<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new TableError(
      `${path}: damaged Arrow file (${(error as Error).message}); delete it and run its stage again`,
    );
  }
}

interface Ends {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
  /** Bytes of the whole file. */
  readonly size: number;
}

export function endsOf(path: string): Ends {
  const { size } = statSync(path);
  const file = openSync(path, 'r');
  const count = Math.min(size, MAGIC.length);
  try {
    return { head: readBytes(file, 0, count), tail: readBytes(file, size - count, count), size };
  } finally {
    closeSync(file);
  }
}

/** @returns bytes of the file */
export function expectEnds(path: string, { head, tail, size }: Ends): number {
  const isMagic = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1') === MAGIC;
  if (!isMagic(head)) throw new TableError(`${path}: not an Arrow file; expected it to begin with ${MAGIC}`);
  if (!isMagic(tail) || size < 2 * MAGIC.length + 4) {
    throw new TableError(
      `${path}: truncated Arrow file (${size} bytes, no footer); delete it and run its stage again`,
    );
  }
  return size;
}

export function expectColumns(path: string, schema: Schema, columns: Columns = {}): void {
  const types = new Map(schema.fields.map(({ name, type }) => [name, type]));
  for (const [name, { kind }] of Object.entries(columns)) {
    const type = types.get(name);
    if (!type) {
      throw new TableError(`${path}: column ${name} is missing; it has ${[...types.keys()].join(', ')}`);
    }
    const found = kindOf(type);
    if (found !== kind) {
      throw new TableError(`${path}: column ${name} holds ${found ?? type}; expected ${kind}`);
    }
  }
}

export function provenanceOf(path: string, schema: Schema): Provenance {
  const text = schema.metadata.get(PROVENANCE_KEY);
  if (!text)
    throw new TableError(`${path}: no "${PROVENANCE_KEY}" in its schema metadata; Vestige did not write it`);
  const provenance = parsed(path, text);
  if (provenance.schemaVersion !== SCHEMA_VERSION) {
    throw new IntegrityError(path, `is ${schemaOf(provenance)}; expected version ${SCHEMA_VERSION}`);
  }
  return provenance;
}

/** What a table of another schema is, in words. A file that old may lack any field. */
function schemaOf({ table, schemaVersion }: Partial<Provenance>): string {
  const age = (schemaVersion ?? 0) > SCHEMA_VERSION ? 'a newer' : 'an older';
  const version = schemaVersion === undefined ? 'no version' : `version ${schemaVersion}`;
  return `${table === undefined ? 'a table' : `the table ${table}`} of ${age} schema, ${version}`;
}

function parsed(path: string, text: string): Provenance {
  try {
    const provenance = JSON.parse(text);
    if (typeof provenance === 'object' && provenance !== null) return provenance;
  } catch {}
  throw new TableError(`${path}: "${PROVENANCE_KEY}" in its schema metadata is no JSON object`);
}

function* rowsOf<C extends Columns>(schema: Schema, batches: Table['batches']): Generator<Row<C>> {
  const names = schema.fields.map(({ name }) => name);
  for (const batch of batches) {
    const rowAt = rowReader<C>(batch, names);
    for (let i = 0; i < batch.numRows; i++) yield rowAt(i);
  }
}

/** Makes the rows of a batch, of these columns alone. */
export function rowReader<C extends Columns>(
  batch: RecordBatch,
  names: readonly string[],
): (at: number) => Row<C> {
  const vectors = names.map((name) => batch.getChild(name)!);
  return (at) => {
    const row: Record<string, unknown> = {};
    for (const [k, name] of names.entries()) {
      const value = vectors[k]!.get(at);
      row[name] = value !== null && typeof value === 'object' ? value.toArray() : value;
    }
    return row as Row<C>;
  };
}
