import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** Version of what follows; a file of another is made anew. */
const VERSION = 1;
/** Milliseconds that another process may hold the file. */
const PATIENCE = 60_000;
/** Letters, digits and marks make words; no letter stands for another. */
const TOKENIZER = `tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'"`;

/**
 * A part is some rows of a table: its rollouts have consecutive numbers from `first` on. No text is kept: `texts` has the
 * words of rollouts by their numbers, `questions` those of the first question of a problem.
 */
const SCHEMA = `
CREATE TABLE parts (
  first INTEGER PRIMARY KEY, rows INTEGER NOT NULL, source TEXT NOT NULL, start INTEGER NOT NULL,
  columns BLOB NOT NULL, UNIQUE (source, start)
) STRICT;
CREATE TABLE problems (
  id INTEGER PRIMARY KEY, run TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (run, name)
) STRICT;
CREATE TABLE stops (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE counter (next INTEGER NOT NULL) STRICT;
INSERT INTO counter VALUES (0);
CREATE VIRTUAL TABLE texts USING fts5(
  thought, response, content='', columnsize=0, detail=full, ${TOKENIZER}
);
CREATE VIRTUAL TABLE questions USING fts5(question, content='', columnsize=0, detail=full, ${TOKENIZER});
PRAGMA user_version = ${VERSION};
`;

/** Opens the file of an index; one that is damaged or of another version begins anew. */
export function openDatabase(file: string): DatabaseSync {
  try {
    return opened(file);
  } catch (error) {
    if (!isDamage(error)) throw error;
    removeDatabase(file);
    return opened(file);
  }
}

export function removeDatabase(file: string): void {
  for (const end of ['', '-journal']) rmSync(file + end, { force: true });
}

function opened(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: PATIENCE });
  try {
    database.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536');
    inTransaction(database, () => {
      const version = database.prepare('PRAGMA user_version').get()!.user_version;
      if (version === VERSION) return;
      if (database.prepare('SELECT 1 FROM sqlite_schema').get()) throw new OtherVersion();
      database.exec(SCHEMA);
    });
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Does something whole or not at all. */
function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

class OtherVersion extends Error {}

/** SQLITE_CORRUPT and SQLITE_NOTADB, or a version that is not known. */
function isDamage(error: unknown): boolean {
  const { errcode } = error as { readonly errcode?: number };
  return error instanceof OtherVersion || errcode === 11 || errcode === 26;
}
