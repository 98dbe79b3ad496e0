import { rename, rm } from 'node:fs/promises';
import { makeData, RecordBatch, RecordBatchFileWriter, Schema, Struct } from 'apache-arrow';
import { type ArrowColumn, arrowColumn } from './column.ts';
import { FileSink } from './fileSink.ts';
import { PROVENANCE_KEY, type Provenance } from './provenance.ts';
import { type Columns, type Row, SCHEMA_VERSION } from './tables.ts';

/** Rows of a batch, unless said otherwise: few batches, for who reads the whole table. */
const ROWS_PER_BATCH = 4096;

/** Most characters of a batch: offsets of its text have 32 bits, and it is in memory twice. */
const CHARACTERS_PER_BATCH = 2 ** 27;

/** Writes an Arrow file row by row. */
export interface TableWriter<C extends Columns> {
  append(row: Row<C>): void;
  appendAll(rows: Iterable<Row<C>>): void;
  /** Completes the file and gives it its name. @returns SHA-256 of the file, hexadecimal @throws if the disk refuses */
  close(): Promise<string>;
  /** Gives up: removes what was written. */
  abort(): Promise<void>;
}

/**
 * Opens an Arrow file (uncompressed, file format) for streaming. It has a temporary name until `close`.
 *
 * @param path final name of the file
 * @param columns of the table
 * @param provenance kept in the file's schema metadata
 * @param rowsPerBatch who reads a row reads the batch that it is in
 */
export function openTableWriter<C extends Columns>(
  path: string,
  columns: C,
  provenance: Omit<Provenance, 'schemaVersion'>,
  rowsPerBatch = ROWS_PER_BATCH,
): TableWriter<C> {
  return openBatchWriter(path, columns, provenance, rowsPerBatch).table;
}

/** A table that is written, and the batches that it is written in. */
interface BatchWriter<C extends Columns> {
  readonly table: TableWriter<C>;
  readonly schema: Schema;
  /** The rows of the batch that is not full yet. */
  readonly pending: () => readonly Row<C>[];
  readonly batchOf: (rows: readonly Row<C>[]) => RecordBatch;
}

/**
 * {@link openTableWriter} for who follows its batches.
 *
 * @param onBatch told of each batch before it is written, with its rows; it may keep them
 */
export function openBatchWriter<C extends Columns>(
  path: string,
  columns: C,
  provenance: Omit<Provenance, 'schemaVersion'>,
  rowsPerBatch = ROWS_PER_BATCH,
  onBatch?: (batch: RecordBatch, rows: readonly Row<C>[]) => void,
): BatchWriter<C> {
  const names = Object.keys(columns);
  const arrowColumns: ArrowColumn[] = names.map((name, i) =>
    arrowColumn(name, columns[name]!, i, onBatch !== undefined),
  );
  const metadata = new Map([
    [PROVENANCE_KEY, JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...provenance })],
  ]);
  const schema = new Schema(
    arrowColumns.map(({ field }) => field),
    metadata,
  );
  const temporary = `${path}.partial`;
  const sink = new FileSink(temporary);
  const writer = new RecordBatchFileWriter();
  writer.reset(sink, schema);

  const texts = names.filter((name) => columns[name]!.kind === 'utf8' && !columns[name]!.categories);
  let pending: Row<C>[] = [];
  let characters = 0;
  let written = 0;

  const batchOf = (rows: readonly Row<C>[]) => {
    const children = arrowColumns.map(({ encode }, i) => encode(rows.map((row) => row[names[i]!])));
    const type = new Struct(schema.fields);
    return new RecordBatch(schema, makeData({ type, length: rows.length, nullCount: 0, children }));
  };

  const flush = () => {
    const batch = batchOf(pending);
    onBatch?.(batch, pending);
    writer.write(batch);
    written += pending.length;
    pending = [];
    characters = 0;
  };

  const append = (row: Row<C>) => {
    pending.push(row);
    for (const name of texts) characters += (row[name] as string | null)?.length ?? 0;
    if (pending.length === rowsPerBatch || characters >= CHARACTERS_PER_BATCH) flush();
  };

  const table: TableWriter<C> = {
    append,
    appendAll(rows) {
      for (const row of rows) append(row);
    },
    async close() {
      if (pending.length > 0 || written === 0) flush();
      writer.close();
      const digest = sink.finish();
      await rename(temporary, path);
      return digest;
    },
    async abort() {
      sink.giveUp();
      await rm(temporary, { force: true });
    },
  };
  return { table, schema, pending: () => pending, batchOf };
}

/** Writes a whole table at once. */
export async function writeTable<C extends Columns>(
  path: string,
  columns: C,
  rows: Iterable<Row<C>>,
  provenance: Omit<Provenance, 'schemaVersion'>,
): Promise<void> {
  const writer = openTableWriter(path, columns, provenance);
  try {
    writer.appendAll(rows);
    await writer.close();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}
