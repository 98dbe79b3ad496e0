import { hash, randomUUID } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { fileDigest } from '@vestige/manifest/fileDigest';
import {
  accountOfFile,
  IMPORT_VERSION,
  ImportError,
  type ImportOptions,
  isHeldWhole,
  locationOf,
  type Sample,
  type Segment,
  type SegmentAccount,
  type SourceFile,
  type Span,
  spansOf,
} from '@vestige/trainers';
import { Piscina } from 'piscina';
import { besideTable } from './keptSegment.ts';
import { type Answer, convert, sample } from './segmentThread.ts';

/** Most threads: each has up to a quarter of a gigabyte in memory. */
const THREADS = 3;

/** Memory of a thread for what is soon garbage, MB: most of a rollout is, and in more of it less is looked through again. */
const YOUNG = 96;

/** Bytes from which a file that is held whole is converted alone. */
const LARGE = 2 ** 26;

/** Hexadecimal digits that say of which path a table is, at the beginning of its name. */
const PATH_DIGITS = 16;

/** What a file was converted into: tables, in order, of parts of it. */
export interface Converted {
  readonly account: SegmentAccount;
  readonly segments: readonly {
    readonly path: string;
    readonly rows: number;
    /** SHA-256, hexadecimal. */
    readonly digest: string;
  }[];
}

/** A part of a file. */
interface Part {
  readonly file: SourceFile;
  readonly span: Span;
  readonly options: ImportOptions;
}

/** A part of a file, converted. */
interface Kept {
  /** In the folder of the store. */
  readonly table: string;
  readonly segment: Segment;
}

type OnRows = (rows: number) => void;

/** Converted files in parts, each kept as soon as it is complete. */
export interface SegmentStore {
  /** Takes the sample of a file in a thread. @throws {ImportError} if it cannot be read */
  sample(file: SourceFile, options: ImportOptions): Promise<Sample>;
  /**
   * Converts a file in threads, or takes what it was converted into before.
   *
   * @param options by which it is
   * @param pathOf where the table of a part is to lie, from 0
   * @param onRows told how many rows the parts have that are converted, after each
   * @throws {ImportError} if it cannot be read at all, or options do not fit it
   */
  convert(
    file: SourceFile,
    options: ImportOptions,
    pathOf: (part: number) => string,
    onRows?: (rows: number) => void,
  ): Promise<Converted>;
  /** Drops what was kept of other files, or by other options. */
  keepOnly(): void;
  /** Ends the threads, and removes what they have begun. */
  close(): Promise<void>;
}

/**
 * Opens the store in a folder. What is kept of a file is known by its content and path, by the options and by the version of
 * the conversion.
 *
 * @param files all that will be converted
 * @param signal ends the threads at once
 * @param part bytes of a part of a file, or twice as many
 */
export async function segmentStore(
  folder: string,
  files: readonly SourceFile[],
  signal: AbortSignal,
  part?: number,
): Promise<SegmentStore> {
  const maxThreads = await threadsFor(files);
  mkdirSync(folder, { recursive: true });
  const threads = new Piscina({
    filename: new URL('./segmentThread.ts', import.meta.url).href,
    minThreads: 1,
    maxThreads,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
  });
  const end = () => void threads.destroy();
  signal.addEventListener('abort', end, { once: true });
  const used = new Set<string>();
  const keep = (isKept: (name: string) => boolean) => {
    for (const name of readdirSync(folder)) if (!isKept(name)) rmSync(join(folder, name), { force: true });
  };
  const pathsKept = new Set(readdirSync(folder).map((name) => name.slice(0, PATH_DIGITS)));
  let turn: Promise<unknown> = Promise.resolve();
  // Here, while threads convert: one file at a time.
  const contentOf = (file: SourceFile) => {
    const content = turn.then(() => fileDigest(locationOf(file), signal));
    turn = content.catch(() => {});
    return content;
  };
  const tableOf = ({ file, span, options }: Part, content: string) => {
    const { path, trainer, step } = file;
    const about = JSON.stringify([IMPORT_VERSION, options, path, trainer, step, content, span]);
    return join(folder, `${ofPath(file)}${hash('sha256', about).slice(0, 32)}.arrow`);
  };
  const run = async <Given, Value>(
    work: (given: Given) => Promise<Answer<Value>>,
    given: Given,
  ): Promise<Value> => {
    const answer: Answer<Value> = await threads.run(given, { name: work.name }).catch((error: Error) => {
      signal.throwIfAborted();
      throw error;
    });
    if ('failure' in answer) throw thrown(answer.failure);
    return answer.value;
  };
  const spansIn = (file: SourceFile) => spansOf(locationOf(file), part);
  /** A table and what is told of it, as it is kept. */
  const kept = (table: string, segment: Segment) => {
    keepBeside(table, segment);
    used.add(basename(table)).add(basename(besideTable(table)));
    return { table, segment };
  };
  const convertAgain = async (file: SourceFile, options: ImportOptions, onRows: OnRows): Promise<Kept[]> => {
    const content = await contentOf(file);
    const count = counter(onRows);
    return await inParts(spansIn(file), async (span) => {
      const about = { file, span, options };
      const table = tableOf(about, content);
      return kept(table, count(await run(convert, { ...about, table, mayBeKept: true })));
    });
  };
  /** Converts a file of which nothing is kept; what its tables are called is known only when all of it was read. */
  const convertNew = async (file: SourceFile, options: ImportOptions, onRows: OnRows): Promise<Kept[]> => {
    const before = stateOf(file);
    const reading = contentOf(file);
    const count = counter(onRows);
    const parts = await inParts(spansIn(file), async (span) => {
      const about = { file, span, options };
      const begun = join(folder, `${randomUUID()}.partial`);
      const [content, segment] = await Promise.all([
        reading,
        run(convert, { ...about, table: begun, mayBeKept: false }).then(count),
      ]);
      if (stateOf(file) !== before) {
        // It was written to meanwhile: what was digested may not be what was converted.
        rmSync(begun);
        return null;
      }
      const table = tableOf(about, content);
      renameSync(begun, table);
      return kept(table, segment);
    });
    const whole = parts.filter((part) => part !== null);
    return whole.length === parts.length ? whole : await convertAgain(file, options, onRows);
  };
  return {
    sample: (file, options) => run(sample, [file, options]),
    async convert(file, options, pathOf, onRows = () => {}) {
      const parts = await (pathsKept.has(ofPath(file)) ? convertAgain : convertNew)(file, options, onRows);
      for (const [i, { table }] of parts.entries()) await linkOrCopy(table, pathOf(i));
      return {
        account: accountOfFile(parts.map(({ segment }) => segment.account)),
        segments: parts.map(({ segment: { account, digest } }, i) => ({
          path: pathOf(i),
          rows: account.rows,
          digest,
        })),
      };
    },
    keepOnly: () => keep((name) => used.has(name)),
    async close() {
      signal.removeEventListener('abort', end);
      await threads.destroy();
      keep((name) => !name.endsWith('.partial'));
    },
  };
}

async function threadsFor(files: readonly SourceFile[]): Promise<number> {
  for (const file of files) {
    if (statSync(locationOf(file)).size >= LARGE && (await isHeldWhole(file))) return 1;
  }
  return Math.min(THREADS, availableParallelism());
}

/** Adds up the rows of segments that pass through. */
function counter(onRows: OnRows): (segment: Segment) => Segment {
  let rows = 0;
  return (segment) => {
    rows += segment.account.rows;
    onRows(rows);
    return segment;
  };
}

/** Converts parts of a file, each as soon as it is known. */
async function inParts<Value>(
  spans: AsyncIterable<Span>,
  convert: (span: Span) => Promise<Value>,
): Promise<Value[]> {
  const begun: Promise<Value>[] = [];
  for await (const span of spans) {
    const one = convert(span);
    // It may fail before the last is known.
    one.catch(() => {});
    begun.push(one);
  }
  return await Promise.all(begun);
}

function stateOf(file: SourceFile): string {
  const { size, mtimeMs } = statSync(locationOf(file));
  return `${size} ${mtimeMs}`;
}

function ofPath({ path }: SourceFile): string {
  return hash('sha256', path).slice(0, PATH_DIGITS);
}

/** After its table: without it, that counts for nothing. */
function keepBeside(table: string, segment: Segment): void {
  const path = besideTable(table);
  const text = JSON.stringify(segment);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
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

function thrown({ name, message, ...fields }: Readonly<Record<string, unknown>>): Error {
  if (name === 'ImportError') return new ImportError(String(message));
  return Object.assign(new Error(String(message)), fields);
}
