import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

/** Marks the file as a journal of Vestige's: `Vstg`. */
const APPLICATION = 0x56737467;
const VERSION = 1;

/** Milliseconds to wait while another process writes. */
const PATIENCE = 10_000;

/** A journal that cannot be read or written. The message is one line. */
export class JournalError extends Error {
  override name = 'JournalError';
}

/** What was answered, by request, in a file; it has to be disposed. */
export interface Journal extends Disposable {
  readonly path: string;
  /**
   * @param key 32 bytes
   * @returns undefined if it is not there
   * @throws {JournalError} if the file is damaged
   */
  find(key: Uint8Array): string | undefined;
  /**
   * Stores an answer, on the disk when it returns.
   *
   * @returns what is stored: another process may have been the first, and its answer stays
   * @throws {JournalError} if it cannot be written
   */
  store(key: Uint8Array, value: string): string;
}

/**
 * Opens a journal, or begins one. Several processes may use it at once.
 *
 * @param path of an SQLite file, with a write-ahead log beside it
 * @throws {JournalError} if it is none, or damaged
 */
export function openJournal(path: string): Journal {
  const told = <T>(ask: () => T): T => {
    try {
      return ask();
    } catch (error) {
      if (error instanceof JournalError) throw error;
      throw new JournalError(`${path}: ${reason(error as Error)}`);
    }
  };
  const database = told(() => begin(path));
  const finding = database.prepare('SELECT value, digest FROM answer WHERE key = ?');
  const storing = database.prepare(
    'INSERT INTO answer (key, value, digest) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const find = (key: Uint8Array): string | undefined => {
    const row = finding.get(key) as { value: string; digest: Uint8Array } | undefined;
    if (row === undefined) return undefined;
    if (Buffer.compare(digestOf(key, row.value), row.digest) === 0) return row.value;
    throw new JournalError(`${path}: an entry is not what was written; the journal is damaged`);
  };
  return {
    path,
    find: (key) => told(() => find(key)),
    store: (key, value) =>
      told(() => {
        const { changes } = storing.run(key, value, digestOf(key, value));
        return changes === 1 ? value : find(key)!;
      }),
    [Symbol.dispose]: () => database.close(),
  };
}

function begin(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: PATIENCE });
  try {
    const number = (pragma: string) =>
      Object.values(database.prepare(`PRAGMA ${pragma}`).get()!)[0] as number;
    const application = number('application_id');
    if (application === 0 && number('schema_version') === 0) {
      // Every answer is on the disk before it counts.
      database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL`);
      database.exec(`BEGIN IMMEDIATE;
        PRAGMA application_id = ${APPLICATION};
        PRAGMA user_version = ${VERSION};
        CREATE TABLE IF NOT EXISTS answer (key BLOB PRIMARY KEY, value TEXT NOT NULL, digest BLOB NOT NULL) STRICT;
        COMMIT`);
      return database;
    }
    if (application !== APPLICATION) throw new JournalError(`${path}: an SQLite file, and no journal`);
    if (number('user_version') !== VERSION) {
      throw new JournalError(`${path}: a journal of version ${number('user_version')}; expected ${VERSION}`);
    }
    const found = Object.values(database.prepare('PRAGMA quick_check(1)').get()!)[0];
    if (found !== 'ok')
      throw new JournalError(`${path}: the journal is damaged (${String(found).split('\n')[0]})`);
    database.exec('PRAGMA synchronous = FULL');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function digestOf(key: Uint8Array, value: string): Buffer {
  return createHash('sha256').update(key).update(value).digest().subarray(0, 8);
}

/** SQLite's own codes: 11 a malformed page, 26 no database. */
function reason(error: Error & { errcode?: number }): string {
  if (error.errcode === 26) return 'no journal; expected an SQLite file that Vestige began, or none';
  if (error.errcode === 11) return 'the journal is damaged; a copy of it, or a new one, is needed';
  return `the journal cannot be used (${error.message})`;
}
