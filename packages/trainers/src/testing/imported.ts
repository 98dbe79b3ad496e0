import { join } from 'node:path';
import { type ImportedRow, readTable } from '@vestige/rollouts';
import type { SegmentAccount } from '../account.ts';
import { importSegment } from '../importSegment.ts';
import { importOptionsSchema } from '../options.ts';
import { type Recognised, recognise } from '../recognise.ts';
import { folder } from './files.ts';

/** All that importing a folder or file gives. */
export interface Imported {
  readonly recognised: Recognised;
  /** File by file. */
  readonly accounts: readonly SegmentAccount[];
  readonly rows: readonly (ImportedRow & Record<string, unknown>)[];
}

/** Imports all files of a source, and reads the segments. */
export async function imported(path: string, given: object = {}): Promise<Imported> {
  const options = importOptionsSchema.parse(given);
  const recognised = await recognise(path, options);
  const target = join(folder(), 'segment.arrow');
  const accounts: SegmentAccount[] = [];
  const rows: Imported['rows'][number][] = [];
  for (const file of recognised.files) {
    accounts.push((await importSegment(file, target, options)).account);
    rows.push(...(readTable(target).rows() as Iterable<Imported['rows'][number]>));
  }
  return { recognised, accounts, rows };
}
