import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
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

/** Converted files, each kept as soon as it is complete. */
export interface SegmentStore {
  /** Converts a file, or takes what it was converted into before. @param path where its table is to lie */
  convert(file: SourceFile, path: string): Promise<SegmentAccount>;
  /** Drops what was kept of other files, or by other options. */
  keepOnly(): void;
}

/** What is kept of a file beside its table, which is there first. */
interface Kept {
  /** SHA-256 of the table. */
  readonly digest: string;
  readonly account: SegmentAccount;
}

/**
 * Opens the store in a folder. A file is known by its content and path, by the options and by the version of the conversion.
 *
 * @param options by which files are converted
 */
export function segmentStore(folder: string, options: ImportOptions): SegmentStore {
  mkdirSync(folder, { recursive: true });
  const used = new Set<string>();
  return {
    async convert(file, path) {
      const content = await fileDigest(locationOf(file));
      const about = JSON.stringify([IMPORT_VERSION, options, file.path, file.trainer, file.step, content]);
      const key = createHash('sha256').update(about).digest('hex').slice(0, 32);
      const table = join(folder, `${key}.arrow`);
      used.add(`${key}.arrow`).add(`${key}.json`);
      const kept = await intact(table);
      if (kept) {
        await linkOrCopy(table, path);
        return kept.account;
      }
      const account = await importSegment(file, table, options);
      const digest = await fileDigest(table);
      writeWhole(keptBeside(table), JSON.stringify({ digest, account } satisfies Kept));
      await linkOrCopy(table, path);
      return account;
    },
    keepOnly() {
      for (const name of readdirSync(folder))
        if (!used.has(name)) rmSync(join(folder, name), { force: true });
    },
  };
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
