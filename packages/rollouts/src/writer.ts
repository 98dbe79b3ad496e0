import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { makeData, RecordBatch, RecordBatchFileWriter, Schema, Struct } from 'apache-arrow';
import { type ArrowColumn, arrowColumn } from './column.ts';
import { PROVENANCE_KEY, type Provenance } from './provenance.ts';
import { type Columns, type Row, SCHEMA_VERSION } from './tables.ts';

/** Rows of a batch, unless said otherwise: few batches, for who reads the whole table. */
const ROWS_PER_BATCH = 4096;

/** Most characters of a batch: offsets of its text have 32 bits, and it is in memory twice. */
const CHARACTERS_PER_BATCH = 2 ** 27;

/** Most bytes that may wait for the disk, and how often it is looked after them, milliseconds. */
const WAITING = 2 ** 26;
const LOOK_AGAIN = 2;

/** Writes an Arrow file row by row. */
export interface TableWriter<C extends Columns> {
  append(row: Row<C>): void;
  appendAll(rows: Iterable<Row<C>>): void;
  /** Waits until little is left that the disk has not taken: call it between pieces of a large table. */
  ready(): Promise<void>;
  /** Completes the file and gives it its name. @throws if the disk refused or rows were lost */
  close(): Promise<void>;
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
  const names = Object.keys(columns);
  const arrowColumns: ArrowColumn[] = names.map((name, i) => arrowColumn(name, columns[name]!, i));
  const metadata = new Map([
    [PROVENANCE_KEY, JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...provenance })],
  ]);
  const schema = new Schema(
    arrowColumns.map(({ field }) => field),
    metadata,
  );
  const temporary = `${path}.partial`;
  const sink = createWriteStream(temporary);
  const done = finished(sink);
  let failure: unknown;
  done.catch((error) => {
    failure = error;
  });
  const writer = new RecordBatchFileWriter();
  writer.toNodeStream().pipe(sink);

  const texts = names.filter((name) => columns[name]!.kind === 'utf8' && !columns[name]!.categories);
  let pending: Row<C>[] = [];
  let characters = 0;
  let appended = 0;
  let written = 0;
  let bytes = 0;

  const flush = () => {
    if (failure) throw failure;
    const children = arrowColumns.map(({ encode }, i) => encode(pending.map((row) => row[names[i]!])));
    const data = makeData({
      type: new Struct(schema.fields),
      length: pending.length,
      nullCount: 0,
      children,
    });
    writer.write(new RecordBatch(schema, data));
    written += pending.length;
    bytes += data.byteLength;
    pending = [];
    characters = 0;
  };

  const append = (row: Row<C>) => {
    pending.push(row);
    appended++;
    for (const name of texts) characters += (row[name] as string | null)?.length ?? 0;
    if (pending.length === rowsPerBatch || characters >= CHARACTERS_PER_BATCH) flush();
  };

  return {
    append,
    appendAll(rows) {
      for (const row of rows) append(row);
    },
    async ready() {
      while (!failure && bytes - sink.bytesWritten > WAITING) await setTimeout(LOOK_AGAIN);
    },
    async close() {
      if (pending.length > 0 || written === 0) flush();
      writer.close();
      await done;
      if (written !== appended) throw new Error(`${path}: ${appended} rows appended, ${written} written`);
      await rename(temporary, path);
    },
    async abort() {
      sink.destroy();
      await done.catch(() => {});
      await rm(temporary, { force: true });
    },
  };
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
