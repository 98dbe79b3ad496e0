import { readChecked } from '@vestige/manifest';
import { type Table, tableFromIPC } from 'apache-arrow';
import { PROVENANCE_KEY, type Provenance } from './provenance.ts';
import { type Columns, type Row, SCHEMA_VERSION } from './tables.ts';

/** A file that is missing, truncated, or not what was expected. The message is one line. */
export class TableError extends Error {
  override name = 'TableError';
}

/** A table read from a file. */
export interface ReadTable<C extends Columns> {
  readonly provenance: Provenance;
  readonly table: Table;
  readonly rowCount: number;
  /** Rows as objects; lists come as typed arrays. */
  rows(): Generator<Row<C>>;
}

const MAGIC = 'ARROW1';

/**
 * Reads an Arrow file that {@link openTableWriter} wrote. One in the folder of a stage is held against its manifest.
 *
 * @param path of the file
 * @param columns expected columns; none accepts whatever is there
 * @throws {TableError} if the file is missing, truncated, of another schema version or lacks a column
 * @throws {IntegrityError} if it is not what its stage wrote
 */
export function readTable<C extends Columns>(path: string, columns?: C): ReadTable<C> {
  let bytes: Buffer;
  try {
    bytes = readChecked(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new TableError(
      `${path}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}; run the stage that writes it`,
    );
  }
  const head = bytes.subarray(0, MAGIC.length).toString('latin1');
  const tail = bytes.subarray(-MAGIC.length).toString('latin1');
  if (head !== MAGIC) throw new TableError(`${path}: not an Arrow file; expected it to begin with ${MAGIC}`);
  if (tail !== MAGIC || bytes.length < 2 * MAGIC.length + 4) {
    throw new TableError(
      `${path}: truncated Arrow file (${bytes.length} bytes, no footer); delete it and run its stage again`,
    );
  }
  let table: Table;
  try {
    table = tableFromIPC(bytes);
  } catch (error) {
    throw new TableError(
      `${path}: damaged Arrow file (${(error as Error).message}); delete it and run its stage again`,
    );
  }
  const provenance = provenanceOf(path, table);
  const present = new Set(table.schema.fields.map(({ name }) => name));
  for (const name of Object.keys(columns ?? {})) {
    if (!present.has(name))
      throw new TableError(`${path}: column ${name} is missing; it has ${[...present].join(', ')}`);
  }
  return { provenance, table, rowCount: table.numRows, rows: () => rowsOf<C>(table) };
}

function provenanceOf(path: string, table: Table): Provenance {
  const text = table.schema.metadata.get(PROVENANCE_KEY);
  if (!text)
    throw new TableError(`${path}: no "${PROVENANCE_KEY}" in its schema metadata; Vestige did not write it`);
  const provenance = parsed(path, text);
  if (provenance.schemaVersion !== SCHEMA_VERSION) {
    throw new TableError(
      `${path}: schema version ${provenance.schemaVersion}; expected ${SCHEMA_VERSION}; run its stage again`,
    );
  }
  return provenance;
}

function parsed(path: string, text: string): Provenance {
  try {
    const provenance = JSON.parse(text);
    if (typeof provenance === 'object' && provenance !== null) return provenance;
  } catch {}
  throw new TableError(`${path}: "${PROVENANCE_KEY}" in its schema metadata is no JSON object`);
}

function* rowsOf<C extends Columns>(table: Table): Generator<Row<C>> {
  const names = table.schema.fields.map(({ name }) => name);
  for (const batch of table.batches) {
    const vectors = names.map((name) => batch.getChild(name)!);
    for (let i = 0; i < batch.numRows; i++) {
      const row: Record<string, unknown> = {};
      for (const [k, name] of names.entries()) {
        const value = vectors[k]!.get(i);
        row[name] = value !== null && typeof value === 'object' ? value.toArray() : value;
      }
      yield row as Row<C>;
    }
  }
}
