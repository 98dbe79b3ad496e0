import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { expectIntact } from '@vestige/manifest';
import {
  BOUNDARIES,
  type Boundary,
  importedColumns,
  openRows,
  type PlacedRows,
  type Row,
} from '@vestige/rollouts';
import { spaced } from '../query/tokens.ts';
import type { Source } from '../source.ts';
import { type Columns, emptyColumns, encodeColumns, NO_STEP, NOT_KNOWN } from './columns.ts';
import { openDatabase, removeDatabase } from './database.ts';
import { isRight } from './right.ts';

/** Rows of a part, which is written whole: what a killed process loses at most. */
const PART = 16_384;
/** Rows between two looks at whether to stop, and what others want meanwhile. */
const LOOK = 128;
/** Share of the numbers given away that rollouts left out may have. */
const WASTE = 0.5;

const { step, problem, question, boundary, thought, response, answer, label, reward, advantage, stop } =
  importedColumns([]);
const READ = { step, problem, question, boundary, thought, response, answer, label, reward, advantage, stop };

/** Where an index that is being built tells how far it is, and asks whether to go on. */
export interface Building {
  /** @param rollouts in the index by now */
  readonly onProgress?: (rollouts: number) => void;
  readonly signal?: AbortSignal;
}

/** The file of an index cannot be made or written. The message is one line. */
export class IndexError extends Error {
  override name = 'IndexError';
}

/** A source by what makes it the same one: its run, its content, and how many such came before. */
export type KeyedSource = Source & { readonly key: string };

export function keyed(sources: readonly Source[]): KeyedSource[] {
  const counts = new Map<string, number>();
  return sources.map((source) => {
    const key = `${source.run} ${source.digest}`;
    const before = counts.get(key) ?? 0;
    counts.set(key, before + 1);
    return { ...source, key: `${key} ${before}` };
  });
}

/**
 * Opens the file of an index; what is of none of the sources is left out.
 *
 * @throws {IndexError} if SQLite cannot read or write it
 */
export function openIndexFile(file: string, sources: readonly KeyedSource[]): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = openDatabase(file);
    dropOthers(database, sources);
    if (wasteOf(database) <= WASTE) return database;
    database.close();
    removeDatabase(file);
    return openDatabase(file);
  } catch (error) {
    if (database?.isOpen) database.close();
    throw asIndexError(file, error);
  }
}

/**
 * Adds what is missing of the sources to an index, part by part; between two rows others have their turn.
 *
 * @throws {IndexError} if SQLite cannot write it
 */
export async function addMissing(
  file: string,
  database: DatabaseSync,
  sources: readonly KeyedSource[],
  building: Building,
): Promise<void> {
  try {
    let done = 0;
    for (const source of sources) {
      const inIndex = rowsOf(database, source.key);
      done += inIndex;
      building.onProgress?.(done);
      if (inIndex < source.rows) done += await addSource(database, source, inIndex, done, building);
    }
  } catch (error) {
    throw asIndexError(file, error);
  }
}

function asIndexError(file: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ERR_SQLITE_ERROR'
    ? new IndexError(`${file}: the index of rollouts cannot be written (${message})`)
    : error;
}

/** Rollouts in an index by now. */
export function rolloutsIn(database: DatabaseSync): number {
  return database.prepare('SELECT coalesce(sum(rows), 0) AS rows FROM parts').get()!.rows as number;
}

function dropOthers(database: DatabaseSync, sources: readonly KeyedSource[]): void {
  const keys = new Set(sources.map(({ key }) => key));
  const known = database.prepare('SELECT DISTINCT source FROM parts').all() as { source: string }[];
  const drop = database.prepare('DELETE FROM parts WHERE source = ?');
  for (const { source } of known) if (!keys.has(source)) drop.run(source);
}

function wasteOf(database: DatabaseSync): number {
  const { next, rows } = database
    .prepare('SELECT next, (SELECT coalesce(sum(rows), 0) FROM parts) AS rows FROM counter')
    .get() as { next: number; rows: number };
  return next === 0 ? 0 : 1 - rows / next;
}

/** Parts follow one another, so that what is missing is the end. */
function rowsOf(database: DatabaseSync, key: string): number {
  const { rows } = database
    .prepare('SELECT coalesce(sum(rows), 0) AS rows FROM parts WHERE source = ?')
    .get(key) as { rows: number };
  return rows;
}

async function addSource(
  database: DatabaseSync,
  source: KeyedSource,
  from: number,
  done: number,
  { onProgress, signal }: Building,
): Promise<number> {
  expectIntact(source.path);
  const table = openRows(source.path, READ);
  try {
    if (table.rowCount !== source.rows) {
      throw new Error(`${source.path}: ${table.rowCount} rows; expected ${source.rows}`);
    }
    let start = from;
    while (start < source.rows) {
      const before = done + start - from;
      start = await addPart(database, source, table, start, async (rows) => {
        onProgress?.(before + rows);
        await setImmediate();
        signal?.throwIfAborted();
      });
    }
    onProgress?.(done + start - from);
    return start - from;
  } finally {
    table.close();
  }
}

/** @returns where the next part begins */
async function addPart(
  database: DatabaseSync,
  { key, run }: KeyedSource,
  table: PlacedRows<typeof READ>,
  start: number,
  look: (rows: number) => Promise<void>,
): Promise<number> {
  database.exec('BEGIN IMMEDIATE');
  try {
    const there = database.prepare('SELECT rows FROM parts WHERE source = ? AND start = ?').get(key, start);
    if (there) {
      // Another process was faster.
      database.exec('ROLLBACK');
      return start + (there.rows as number);
    }
    const { next } = database.prepare('SELECT next FROM counter').get() as { next: number };
    const rows = Math.min(PART, table.rowCount - start);
    const add = adder(database, run, next, rows);
    let at = 0;
    for (const row of table.rows(start)) {
      if (at === rows) break;
      if (at % LOOK === 0) await look(at);
      add.row(row, at++);
    }
    database
      .prepare('INSERT INTO parts (first, rows, source, start, columns) VALUES (?, ?, ?, ?, ?)')
      .run(next, rows, key, start, encodeColumns(add.columns, rows));
    database.prepare('UPDATE counter SET next = ?').run(next + rows);
    database.exec('COMMIT');
    return start + rows;
  } catch (error) {
    if (database.isOpen && database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Adds rows of a part to the index of words, and to its columns. */
function adder(database: DatabaseSync, run: string, first: number, rows: number) {
  const columns = emptyColumns(rows);
  const words = database.prepare('INSERT INTO texts (rowid, thought, response) VALUES (?, ?, ?)');
  const asked = database.prepare('INSERT INTO questions (rowid, question) VALUES (?, ?)');
  const problems = numberer(
    database,
    'SELECT id FROM problems WHERE run = ? AND name = ?',
    'INSERT INTO problems (run, name) VALUES (?, ?)',
  );
  const stops = numberer(
    database,
    'SELECT id FROM stops WHERE name = ?',
    'INSERT INTO stops (name) VALUES (?)',
  );
  return {
    columns,
    row(row: Row<typeof READ>, at: number) {
      words.run(first + at, spaced(row.thought ?? ''), spaced(row.response));
      const problem = problems([run, row.problem]);
      if (problem.isNew) asked.run(problem.id, spaced(row.question));
      const right = isRight(row.answer, row.label);
      set(columns, at, row, {
        problem: problem.id,
        stop: row.stop === null ? -1 : stops([row.stop]).id,
        right: right === null ? NOT_KNOWN : Number(right),
      });
    },
  };
}

function set(
  columns: Columns,
  at: number,
  { step, reward, advantage, boundary, thought, response }: Row<typeof READ>,
  { problem, stop, right }: { readonly problem: number; readonly stop: number; readonly right: number },
): void {
  columns.step[at] = step ?? NO_STEP;
  columns.problem[at] = problem;
  columns.stop[at] = stop;
  columns.reward[at] = reward ?? Number.NaN;
  columns.advantage[at] = advantage ?? Number.NaN;
  columns.length[at] = (thought?.length ?? 0) + response.length;
  columns.boundary[at] = BOUNDARIES.indexOf(boundary as Boundary);
  columns.right[at] = right;
}

/** Numbers of names, each given when it first comes. */
function numberer(database: DatabaseSync, select: string, insert: string) {
  const known = new Map<string, number>();
  const find = database.prepare(select);
  const add = database.prepare(insert);
  return (names: readonly string[]): { readonly id: number; readonly isNew: boolean } => {
    const name = names.at(-1)!;
    const before = known.get(name) ?? (find.get(...names)?.id as number | undefined);
    const id = before ?? Number(add.run(...names).lastInsertRowid);
    known.set(name, id);
    return { id, isNew: before === undefined };
  };
}
