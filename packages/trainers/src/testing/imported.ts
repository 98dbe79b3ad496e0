import { join } from 'node:path';
import { type ImportedRow, readTable } from '@vestige/rollouts';
import { accountOfFile, type SegmentAccount } from '../account.ts';
import { importSegment } from '../importSegment.ts';
import { importOptionsSchema } from '../options.ts';
import { spansOf } from '../reading/readEntries.ts';
import { type Recognised, recognise } from '../recognise.ts';
import { locationOf } from '../sourceFile.ts';
import { folder } from './files.ts';

/** All that importing a folder or file gives. */
export interface Imported {
  readonly recognised: Recognised;
  /** File by file. */
  readonly accounts: readonly SegmentAccount[];
  readonly rows: readonly (ImportedRow & Record<string, unknown>)[];
}

/** Imports all files of a source, and reads the segments. @param part bytes of a part of a file, or twice as many */
export async function imported(path: string, given: object = {}, part?: number): Promise<Imported> {
  const options = importOptionsSchema.parse(given);
  const recognised = await recognise(path, options);
  const target = join(folder(), 'segment.arrow');
  const accounts: SegmentAccount[] = [];
  const rows: Imported['rows'][number][] = [];
  for (const file of recognised.files) {
    const parts: SegmentAccount[] = [];
    for await (const span of spansOf(locationOf(file), part)) {
      parts.push((await importSegment(file, target, options, span)).account);
      rows.push(...(readTable(target).rows() as Iterable<Imported['rows'][number]>));
    }
    accounts.push(accountOfFile(parts));
  }
  return { recognised, accounts, rows };
}
