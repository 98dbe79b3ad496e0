import { closeSync, openSync } from 'node:fs';
import { type RecordBatch, RecordBatchReader, type Schema } from 'apache-arrow';
import type { FileBlock } from 'apache-arrow/ipc/metadata/file';
import { Message } from 'apache-arrow/ipc/metadata/message';
import {
  attempted,
  endsOf,
  expectColumns,
  expectEnds,
  footerOf,
  provenanceOf,
  readBytes,
  rowReader,
  schemaMessage,
  undamaged,
} from './reader.ts';
import type { Columns, Row } from './tables.ts';

/** Batches that are kept decoded. */
const KEPT = 2;
/** No continuation, and nothing after it: what ends a stream of messages. */
const END = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);

/** A table whose rows are read by their place, the batch that holds one at a time. */
export interface PlacedRows<C extends Columns> {
  readonly rowCount: number;
  /** Row at a place, from 0. */
  row(place: number): Row<C>;
  /** Rows from a place on. */
  rows(from: number): Generator<Row<C>>;
  close(): void;
}

/**
 * Opens an Arrow file that `openTableWriter` wrote, to read some of its rows and columns. Of its content nothing is held
 * against the manifest of its stage, which would read all of it: do that once (`expectIntact`).
 *
 * @param columns that rows hold; others are left out
 * @throws {TableError} if the file is missing, truncated, lacks a column or has one of another type
 * @throws {IntegrityError} if it is of another schema version
 */
export function openRows<C extends Columns>(path: string, columns: C): PlacedRows<C> {
  const size = expectEnds(
    path,
    attempted(path, () => endsOf(path)),
  );
  const { schema, footer } = undamaged(path, () => footerOf(path, size));
  provenanceOf(path, schema);
  expectColumns(path, schema, columns);
  const names = Object.keys(columns);
  const file = openSync(path, 'r');
  const blocks = [...footer.recordBatches()];
  // Places at which batches begin, and where the last ends.
  const begins = undamaged(path, () => beginsOf(file, blocks));
  const dictionaries = undamaged(path, () =>
    [...footer.dictionaryBatches()].map((block) => bytesOf(file, block)),
  );
  const known = new Map<number, ReturnType<typeof rowReader<C>>>();
  const readerOf = (batch: number) => {
    const reader =
      known.get(batch) ??
      rowReader<C>(
        undamaged(path, () => decoded(schema, [...dictionaries, bytesOf(file, blocks[batch]!)])),
        names,
      );
    known.delete(batch);
    known.set(batch, reader);
    if (known.size > KEPT) known.delete(known.keys().next().value!);
    return reader;
  };
  return {
    rowCount: begins.at(-1)!,
    row(place) {
      const batch = batchAt(begins, place);
      return readerOf(batch)(place - begins[batch]!);
    },
    *rows(from) {
      for (let place = from; place < begins.at(-1)!; ) {
        const batch = batchAt(begins, place);
        const rowAt = readerOf(batch);
        for (; place < begins[batch + 1]!; place++) yield rowAt(place - begins[batch]!);
      }
    },
    close: () => closeSync(file),
  };
}

function beginsOf(file: number, blocks: readonly FileBlock[]): number[] {
  const begins = [0];
  for (const { offset, metaDataLength } of blocks) {
    // The message begins with a mark of continuation and its own length.
    const message = Message.decode(readBytes(file, offset, metaDataLength).subarray(8));
    if (!message.isRecordBatch()) throw new Error(`no batch at byte ${offset}`);
    begins.push(begins.at(-1)! + message.header().length);
  }
  return begins;
}

function bytesOf(file: number, { offset, metaDataLength, bodyLength }: FileBlock): Uint8Array {
  return readBytes(file, offset, metaDataLength + bodyLength);
}

function decoded(schema: Schema, messages: readonly Uint8Array[]): RecordBatch {
  const reader = RecordBatchReader.from([schemaMessage(schema), ...messages, END]).open();
  const { value } = reader.next();
  if (!value) throw new Error('a batch is missing');
  return value;
}

/** The batch that holds a place. */
function batchAt(begins: readonly number[], place: number): number {
  let low = 0;
  let high = begins.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (begins[middle]! <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}
