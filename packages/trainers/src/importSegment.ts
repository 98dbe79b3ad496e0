import {
  IMPORTED_TABLE,
  importedColumns,
  openTableWriter,
  type Row,
  SCHEMA_VERSION,
} from '@vestige/rollouts';
import type { SegmentAccount } from './account.ts';
import { openSource } from './openSource.ts';
import type { ImportOptions } from './options.ts';
import { WHOLE } from './reading/span.ts';
import type { SourceFile } from './sourceFile.ts';

/**
 * Version of what a source file is converted into, that of its table before the dot: the same version, options and file give
 * the same segment.
 */
export const IMPORT_VERSION = `${SCHEMA_VERSION}.6`;

/** Rows of a batch: who browses reads single rollouts, and with each the batch that it is in. */
const ROWS_PER_BATCH = 256;

/** What a source file or a part of it was converted into. */
export interface Segment {
  /** SHA-256 of the segment, hexadecimal. */
  readonly digest: string;
  readonly account: SegmentAccount;
}

/**
 * Converts a source file or a part of it into a segment, an Arrow file of the table `imported`.
 *
 * @param path of the segment
 * @throws {ImportError} if the source cannot be read at all, or options do not fit it; nothing is left then
 */
export async function importSegment(
  file: SourceFile,
  path: string,
  options: ImportOptions,
  span = WHOLE,
): Promise<Segment> {
  const source = await openSource(file, options, span);
  const columns = importedColumns(source.parts);
  const writer = openTableWriter(path, columns, { table: IMPORTED_TABLE }, ROWS_PER_BATCH);
  try {
    for await (const rows of source.rows()) {
      writer.appendAll(rows as Iterable<Row<typeof columns>>);
    }
    const digest = await writer.close();
    return { digest, account: source.account() };
  } catch (error) {
    await writer.abort();
    throw error;
  }
}
