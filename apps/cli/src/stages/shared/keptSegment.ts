import { createHash } from 'node:crypto';
import { existsSync, linkSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileDigest } from '@vestige/manifest/fileDigest';
import {
  IMPORT_VERSION,
  type ImportOptions,
  importSegment,
  locationOf,
  type SegmentAccount,
  type SourceFile,
} from '@vestige/trainers';

/** A file to be converted. */
export interface Conversion {
  readonly file: SourceFile;
  readonly options: ImportOptions;
  /** The folder in which converted files are kept. */
  readonly folder: string;
  /** Where its table is to lie, beside. */
  readonly path: string;
}

/** What a file was converted into. */
export interface KeptSegment {
  /** Name of its table in the folder, without `.arrow`. */
  readonly key: string;
  /** SHA-256 of the table. */
  readonly digest: string;
  readonly account: SegmentAccount;
}

/** What is kept of a file beside its table, which is there first. */
type Kept = Omit<KeptSegment, 'key'>;

/**
 * Converts a file, or takes what it was converted into before. A file is known by its content and path, by the options and
 * by the version of the conversion.
 *
 * @throws {ImportError} if it cannot be read at all, or options do not fit it
 */
export async function keptSegment({ file, options, folder, path }: Conversion): Promise<KeptSegment> {
  const content = await fileDigest(locationOf(file));
  const about = JSON.stringify([IMPORT_VERSION, options, file.path, file.trainer, file.step, content]);
  const key = createHash('sha256').update(about).digest('hex').slice(0, 32);
  const table = join(folder, `${key}.arrow`);
  const kept = (await intact(table)) ?? (await convert(file, table, options));
  await linkOrCopy(table, path);
  return { key, ...kept };
}

async function convert(file: SourceFile, table: string, options: ImportOptions): Promise<Kept> {
  const account = await importSegment(file, table, options);
  const kept: Kept = { digest: await fileDigest(table), account };
  writeWhole(keptBeside(table), JSON.stringify(kept));
  return kept;
}

const keptBeside = (table: string) => table.replace(/\.arrow$/, '.json');

/** What is kept of a table, if it is as it was written. */
async function intact(table: string): Promise<Kept | undefined> {
  if (!existsSync(table) || !existsSync(keptBeside(table))) return undefined;
  const kept = JSON.parse(readFileSync(keptBeside(table), 'utf8')) as Kept;
  return (await fileDigest(table)) === kept.digest ? kept : undefined;
}

function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.partial`, text);
  renameSync(`${path}.partial`, path);
}

/** Not twice on the disk, where its file system has links. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    linkSync(from, to);
  } catch {
    await copyFile(from, to);
  }
}
