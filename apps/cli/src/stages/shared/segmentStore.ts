import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ImportError, type ImportOptions, locationOf, type SourceFile } from '@vestige/trainers';
import { Piscina } from 'piscina';
import type { Conversion, KeptSegment } from './keptSegment.ts';
import type { Answer } from './segmentThread.ts';

/** Most threads: each has up to a quarter of a gigabyte in memory. */
const THREADS = 3;

/** Bytes from which a file that is not read line by line has a thread to itself: much of it is in memory at once. */
const LARGE = 2 ** 26;

/** Converted files, each kept as soon as it is complete. */
export interface SegmentStore {
  /**
   * Converts a file in a thread, or takes what it was converted into before.
   *
   * @param path where its table is to lie
   * @throws {ImportError} if it cannot be read at all, or options do not fit it
   */
  convert(file: SourceFile, path: string): Promise<KeptSegment>;
  /** Drops what was kept of other files, or by other options. */
  keepOnly(): void;
  /** Ends the threads, and removes what they have begun. */
  close(): Promise<void>;
}

/**
 * Opens the store in a folder.
 *
 * @param files all that will be converted
 * @param options by which they are
 * @param signal ends the threads at once
 */
export function segmentStore(
  folder: string,
  files: readonly SourceFile[],
  options: ImportOptions,
  signal: AbortSignal,
): SegmentStore {
  mkdirSync(folder, { recursive: true });
  const threads = new Piscina<Conversion, Answer>({
    filename: new URL('./segmentThread.ts', import.meta.url).href,
    minThreads: 1,
    maxThreads: threadsFor(files),
  });
  const end = () => void threads.destroy();
  signal.addEventListener('abort', end, { once: true });
  const used = new Set<string>();
  const keep = (isKept: (name: string) => boolean) => {
    for (const name of readdirSync(folder)) if (!isKept(name)) rmSync(join(folder, name), { force: true });
  };
  return {
    async convert(file, path) {
      const answer = await threads.run({ file, options, folder, path }).catch((error: Error) => {
        signal.throwIfAborted();
        throw error;
      });
      if ('failure' in answer) throw thrown(answer.failure);
      used.add(`${answer.key}.arrow`).add(`${answer.key}.json`);
      return answer;
    },
    keepOnly: () => keep((name) => used.has(name)),
    async close() {
      signal.removeEventListener('abort', end);
      await threads.destroy();
      keep((name) => !name.endsWith('.partial'));
    },
  };
}

function threadsFor(files: readonly SourceFile[]): number {
  const isLarge = files.some(
    (file) => !file.path.endsWith('.jsonl') && statSync(locationOf(file)).size >= LARGE,
  );
  return isLarge ? 1 : Math.max(1, Math.min(THREADS, files.length, availableParallelism()));
}

function thrown({ name, message, ...fields }: Readonly<Record<string, unknown>>): Error {
  if (name === 'ImportError') return new ImportError(String(message));
  return Object.assign(new Error(String(message)), fields);
}
