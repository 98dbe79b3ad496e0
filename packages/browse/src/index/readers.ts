import { importedColumns, openRows, type PlacedRows, type Row } from '@vestige/rollouts';
import type { Source } from '../source.ts';
import { Recent } from './recent.ts';

/** Tables that are kept open. */
const OPEN = 32;

type TextColumns = Omit<ReturnType<typeof importedColumns>, 'ids' | 'log_probs' | 'extra'>;

/** A row of a table without ids, log-probabilities and further fields. */
export type TextRow = Row<TextColumns>;

/** Reads rows of tables by their place. */
export class Readers {
  readonly #open = new Recent<PlacedRows<TextColumns>>(OPEN, (table) => table.close());

  row(source: Source, place: number): TextRow {
    const { ids: _, log_probs: __, extra: ___, ...columns } = importedColumns(source.parts);
    return this.#open.get(source.path, () => openRows(source.path, columns)).row(place);
  }

  close(): void {
    this.#open.clear();
  }
}
