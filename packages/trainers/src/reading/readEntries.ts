import { ImportError } from '../importError.ts';
import type { Entry } from './entry.ts';
import { readJson } from './json.ts';
import { readJsonl } from './jsonl.ts';
import { readParquet } from './parquet.ts';
import { readEval } from './zip.ts';

const READERS: Readonly<Record<string, (path: string) => AsyncGenerator<readonly Entry[]>>> = {
  jsonl: readJsonl,
  parquet: readParquet,
  eval: readEval,
  json: readJson,
};

/** What the files are called that can be read: the ends of their names, without the dot. */
export const EXTENSIONS: readonly string[] = Object.keys(READERS);

/**
 * Reads a source file, some records at a time.
 *
 * @throws {ImportError} if it cannot be read at all
 */
export async function* readEntries(path: string): AsyncGenerator<readonly Entry[]> {
  const reader = READERS[extensionOf(path)];
  if (!reader) {
    throw new ImportError(`${path}: cannot be read; expected a file that ends in .${EXTENSIONS.join(', .')}`);
  }
  try {
    yield* reader(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof ImportError || code === undefined) throw error;
    throw new ImportError(`${path}: cannot be read (${code}); expected a file of rollouts`);
  }
}

/** What follows the last dot of a name, in small letters. */
export function extensionOf(path: string): string {
  return /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
}
