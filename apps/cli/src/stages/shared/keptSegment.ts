import { existsSync, readFileSync } from 'node:fs';
import { fileDigest } from '@vestige/manifest/fileDigest';
import type { ImportOptions, Segment, SourceFile, Span } from '@vestige/trainers';
import { importSegment } from '@vestige/trainers/importSegment';

/** A part of a file, to be converted. */
export interface Conversion {
  readonly file: SourceFile;
  readonly span: Span;
  readonly options: ImportOptions;
  /** Where its table is to lie. */
  readonly table: string;
  /** Whether the table may be there, complete: its {@link besideTable} is then, too. */
  readonly mayBeKept: boolean;
}

/**
 * Converts a part of a file, or takes what it was converted into before.
 *
 * @throws {ImportError} if it cannot be read at all, or options do not fit it
 */
export async function keptSegment({ file, span, options, table, mayBeKept }: Conversion): Promise<Segment> {
  const kept = mayBeKept ? await intact(table) : undefined;
  return kept ?? (await importSegment(file, table, options, span));
}

/** Where it lies what is kept of a table, a {@link Segment}. */
export function besideTable(table: string): string {
  return table.replace(/\.arrow$/, '.json');
}

/** What is kept of a table, if it is as it was written. */
async function intact(table: string): Promise<Segment | undefined> {
  if (!existsSync(table) || !existsSync(besideTable(table))) return undefined;
  const kept = JSON.parse(readFileSync(besideTable(table), 'utf8')) as Segment;
  return (await fileDigest(table)) === kept.digest ? kept : undefined;
}
