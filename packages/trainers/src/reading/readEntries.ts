import { ImportError } from '../importError.ts';
import type { Entry } from './entry.ts';
import { readJson } from './json.ts';
import { jsonlSpans, readJsonl } from './jsonl.ts';
import { parquetSpans, readParquet } from './parquet.ts';
import { PART, type Span, WHOLE } from './span.ts';
import { readEval } from './zip.ts';

const READERS: Readonly<Record<string, (path: string, span: Span) => AsyncGenerator<readonly Entry[]>>> = {
  jsonl: readJsonl,
  parquet: readParquet,
  eval: readEval,
  json: readJson,
};

/** Those that can be divided. */
const SPANS: Readonly<Record<string, (path: string, part: number) => AsyncGenerator<Span>>> = {
  jsonl: jsonlSpans,
  parquet: parquetSpans,
};

/** What the files are called that can be read: the ends of their names, without the dot. */
export const EXTENSIONS: readonly string[] = Object.keys(READERS);

/**
 * Reads a source file or one of its {@link spansOf}, some records at a time.
 *
 * @throws {ImportError} if it cannot be read at all
 */
export async function* readEntries(path: string, span = WHOLE): AsyncGenerator<readonly Entry[]> {
  const reader = READERS[extensionOf(path)];
  if (!reader) {
    throw new ImportError(`${path}: cannot be read; expected a file that ends in .${EXTENSIONS.join(', .')}`);
  }
  yield* asImport(path, reader(path, span));
}

/**
 * The parts in which a source file is read, in order, each as soon as it is known; the same for the same file. A small one,
 * and one that can only be read from its beginning, is one part, {@link WHOLE}.
 *
 * @param part bytes of a part, uncompressed, or twice as many
 * @throws {ImportError} if it cannot be read at all
 */
export async function* spansOf(path: string, part = PART): AsyncGenerator<Span> {
  const spans = SPANS[extensionOf(path)];
  if (spans) yield* asImport(path, spans(path, part));
  else yield WHOLE;
}

async function* asImport<T>(path: string, reading: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    yield* reading;
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
