import { type RecordBatch, RecordBatchReader, RecordBatchStreamWriter, Table } from 'apache-arrow';
import type { Provenance } from './provenance.ts';
import { rowReader } from './reader.ts';
import type { Columns, Row } from './tables.ts';
import { openBatchWriter, type TableWriter } from './writer.ts';

/** A table whose rows can be taken along before it is complete, to begin it again with them. */
export interface ResumableTable<C extends Columns> extends TableWriter<C> {
  /** The rows that were appended since the last call, `resume` aside: an Arrow stream. */
  taken(): Uint8Array;
  /**
   * Appends rows that another writer of these columns gave. The file comes to the bytes that it would have without.
   *
   * @returns the rows, numbers as the file holds them
   */
  resume(taken: Uint8Array): Row<C>[];
}

/**
 * Opens a table as `openTableWriter` does, for work that may be stopped. What was appended stays in memory, encoded, until it
 * is taken.
 */
export function openResumableTable<C extends Columns>(
  path: string,
  columns: C,
  provenance: Omit<Provenance, 'schemaVersion'>,
  rowsPerBatch?: number,
): ResumableTable<C> {
  let untaken: RecordBatch[] = [];
  /** Of the batch that is not full yet, the rows that were taken before. */
  let taken = 0;
  let isResuming = false;
  const { table, schema, pending, batchOf } = openBatchWriter(
    path,
    columns,
    provenance,
    rowsPerBatch,
    (batch, rows) => {
      if (!isResuming) untaken.push(taken === 0 ? batch : batchOf(rows.slice(taken)));
      taken = 0;
    },
  );
  return {
    ...table,
    taken() {
      const rest = pending().slice(taken);
      const batches = rest.length > 0 ? [...untaken, batchOf(rest)] : untaken;
      untaken = [];
      taken += rest.length;
      return RecordBatchStreamWriter.writeAll(new Table(schema, batches)).toUint8Array(true);
    },
    resume(stream) {
      const names = Object.keys(columns);
      const rows = [...RecordBatchReader.from(stream)].flatMap((batch) => {
        const rowAt = rowReader<C>(batch, names);
        return Array.from({ length: batch.numRows }, (_, i) => rowAt(i));
      });
      isResuming = true;
      table.appendAll(rows);
      isResuming = false;
      taken = pending().length;
      return rows;
    },
  };
}
