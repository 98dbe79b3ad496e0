import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { SourceRecord } from './draft.ts';
import type { Format } from './formats/format.ts';
import { FORMATS, formatOf } from './formats/index.ts';
import { ImportError } from './importError.ts';
import { valueAt } from './map.ts';
import type { ImportOptions, TrainerName } from './options.ts';
import { EXTENSIONS, extensionOf, readEntries } from './reading/readEntries.ts';
import { sameContent } from './sameContent.ts';
import { locationOf, type SourceFile } from './sourceFile.ts';

/** Who wrote the rollouts in a folder or file, and which files hold them. */
export interface Recognised {
  readonly trainer: TrainerName;
  /** What tells, a line each. */
  readonly evidence: readonly string[];
  /** By step, then by path. */
  readonly files: readonly SourceFile[];
  /** Files left out since another has the same content. */
  readonly duplicates: readonly { readonly path: string; readonly of: string }[];
  /** Files that are not read, though they end as files of rollouts do, by the reason; but for JSON files, which are of many kinds. */
  readonly others: readonly { readonly reason: string; readonly paths: readonly string[] }[];
}

/**
 * Recognises who wrote the rollouts in a folder, or in a file.
 *
 * @param options `from` names who wrote them, `map` the columns of a table
 * @throws {ImportError} if no trainer is recognised; it says what was found instead
 */
export async function recognise(
  path: string,
  { from, map = {} }: Partial<Pick<ImportOptions, 'from' | 'map'>> = {},
): Promise<Recognised> {
  const { root, paths, packed } = await filesIn(path);
  const formats = formatsFor(path, from, map);
  const records = new Map<string, Promise<SourceRecord | null>>();
  const recordIn = (name: string) => {
    const record = records.get(name) ?? firstRecord(join(root, name));
    records.set(name, record);
    return record;
  };
  for (const format of formats) {
    const all = paths.filter((name) => format.place(name) !== null);
    const placed = format.choose?.(all) ?? all;
    for (const name of placed) {
      const record = await recordIn(name);
      if (record === null) continue;
      const fields = fieldsThatTell(format, record, map);
      if (fields)
        return found(format, root, placed, `${name}: fields ${fields.join(', ')}`, recordIn, [
          { reason: 'what was trained on of it is read', paths: without(all, placed) },
          {
            reason: `not called as rollouts of ${format.name} are`,
            paths: without(paths.filter(isOfRollouts), all),
          },
          ...packed,
        ]);
      break;
    }
  }
  const searched = paths.length === 1 ? paths : paths.filter(isOfRollouts);
  for (const format of formats) {
    const told: string[] = [];
    for (const name of searched) {
      const record = await recordIn(name);
      if (record !== null && fieldsThatTell(format, record, map)) told.push(name);
    }
    const [first] = told;
    if (first === undefined) continue;
    const fields = fieldsThatTell(format, (await recordIn(first))!, map)!;
    return found(format, root, told, `${first}: fields ${fields.join(', ')}`, recordIn, [
      {
        reason: `without the fields of rollouts of ${format.name}`,
        paths: without(paths.filter(isOfRollouts), told),
      },
      ...packed,
    ]);
  }
  const expected = from === undefined ? 'rollouts of a trainer that is known' : `rollouts of ${from}`;
  const [first] = paths;
  if (first === undefined) {
    const [one] = packed.flatMap((kind) => kind.paths);
    throw new ImportError(
      one === undefined
        ? `${path}: holds no file that ends in .${EXTENSIONS.join(', .')}; expected ${expected}`
        : `${path}: ${one} is packed; expected it unpacked, as ${expected}`,
    );
  }
  const record = await recordIn(first);
  const has = record === null ? 'no record that can be read' : `fields ${Object.keys(record).join(', ')}`;
  const other = record === null ? undefined : FORMATS.find((format) => fieldsThatTell(format, record, map));
  const like = other === undefined ? '' : `, as those of ${other.name}`;
  throw new ImportError(`${path}: ${first} has ${has}${like}; expected ${expected}`);
}

/** Those that may be: who is named, else all; a table only where the columns of a completion are named. */
function formatsFor(
  path: string,
  from: TrainerName | undefined,
  map: ImportOptions['map'],
): readonly Format[] {
  const fields = Object.values(map);
  const isTable = fields.includes('completion') || fields.includes('response');
  if (from === 'table' && !isTable) {
    throw new ImportError(
      `${path}: map names no completion of the table; expected a column that is completion`,
    );
  }
  if (from !== undefined) return [formatOf(from)];
  return isTable ? [...FORMATS, formatOf('table')] : FORMATS;
}

async function found(
  format: Format,
  root: string,
  paths: readonly string[],
  evidence: string,
  recordIn: (name: string) => Promise<SourceRecord | null>,
  others: Recognised['others'],
): Promise<Recognised> {
  const { name: trainer } = format;
  const kindOf = async (path: string) => {
    const record = format.kindOf && (await recordIn(path));
    return (record && format.kindOf?.(record)) ?? 'train';
  };
  const files: SourceFile[] = [];
  for (const path of paths) {
    const { step, kind } = format.place(path) ?? { step: null, kind: null };
    files.push({ root, path, trainer, step, kind: kind ?? (await kindOf(path)) });
  }
  files.sort((a, b) => (a.step ?? -1) - (b.step ?? -1) || (a.path < b.path ? -1 : 1));
  const same = await sameContent(files.map(locationOf));
  return {
    trainer,
    evidence: [evidence],
    files: files.filter((_, i) => !same.has(i)),
    duplicates: [...same].map(([i, of]) => ({ path: files[i]!.path, of: files[of]!.path })),
    others: others.filter((one) => one.paths.length > 0),
  };
}

/** Which of its fields tell that a record is of a format; null if it is not. */
function fieldsThatTell(
  { name, tells, accepts }: Format,
  record: SourceRecord,
  map: ImportOptions['map'],
): string[] | null {
  if (name === 'table') {
    const columns = Object.keys(map);
    return columns.every((column) => valueAt(record, column) !== undefined) ? columns : null;
  }
  const fields = tells.map((names) => names.split('|').find((name) => Object.hasOwn(record, name)));
  if (fields.includes(undefined) || accepts?.(record) === false) return null;
  return fields as string[];
}

/** The first record of a file; null if it has none that can be read. */
async function firstRecord(path: string): Promise<SourceRecord | null> {
  try {
    for await (const entries of readEntries(path)) {
      for (const entry of entries) if ('record' in entry) return entry.record;
    }
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
  }
  return null;
}

/** Whether a name that no trainer gives may be that of rollouts: JSON files are of many kinds. */
function isOfRollouts(name: string): boolean {
  return extensionOf(name) !== 'json';
}

function without(paths: readonly string[], taken: readonly string[]): readonly string[] {
  const known = new Set(taken);
  return paths.filter((path) => !known.has(path));
}

/** Files under a folder, with `/`, in order. */
interface Listed {
  readonly root: string;
  /** Those that may hold rollouts. */
  readonly paths: readonly string[];
  readonly packed: Recognised['others'];
}

/** What lies under a folder; of a file, itself. */
async function filesIn(path: string): Promise<Listed> {
  const whole = resolve(path);
  try {
    if (!(await stat(whole)).isDirectory()) {
      return { root: dirname(whole), paths: [basename(whole)], packed: [] };
    }
    const names = await readdir(whole, { recursive: true });
    const seen = names
      .map((name) => name.split(sep).join('/'))
      .filter((name) => !/(?:^|\/)\./.test(name))
      .sort();
    return {
      root: whole,
      paths: seen.filter((name) => EXTENSIONS.includes(extensionOf(name))),
      packed: [{ reason: 'packed; expected them unpacked', paths: seen.filter(isPacked) }],
    };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ImportError(`${path}: cannot be read (${code}); expected a folder or file of rollouts`);
  }
}

/** Whether a file is one that can be read, but for its packing. */
function isPacked(name: string): boolean {
  const [, inner] = /^(.*)\.(?:gz|zst|bz2|xz)$/i.exec(name) ?? [];
  return inner !== undefined && EXTENSIONS.includes(extensionOf(inner));
}
