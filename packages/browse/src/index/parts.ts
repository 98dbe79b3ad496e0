import type { DatabaseSync } from 'node:sqlite';
import type { Stretch } from './advantages.ts';
import type { KeyedSource } from './buildIndex.ts';
import { type Columns, decodeColumns } from './columns.ts';

/** Consecutive rollouts of the index, which are consecutive rows of a table. */
export interface Part extends Stretch {
  readonly source: KeyedSource;
  /** Place of the first in the table. */
  readonly start: number;
}

/** The parts of an index in the order of their numbers; their columns are put where these say. */
export function loadParts(database: DatabaseSync, sources: readonly KeyedSource[], into: Columns): Part[] {
  const byKey = new Map(sources.map((source) => [source.key, source]));
  const parts: Part[] = [];
  const all = database.prepare('SELECT first, rows, source, start, columns FROM parts ORDER BY first');
  for (const { first, rows, source, start, columns } of all.iterate()) {
    const part = { first: first as number, rows: rows as number, start: start as number };
    decodeColumns(columns as Uint8Array, part.rows, into, part.first);
    parts.push({ ...part, source: byKey.get(source as string)! });
  }
  return parts;
}

/** Numbers of all rollouts of some parts. */
export function placesOf(parts: readonly Part[]): Uint32Array {
  const places = new Uint32Array(parts.reduce((sum, { rows }) => sum + rows, 0));
  let at = 0;
  for (const { first, rows } of parts) for (let i = 0; i < rows; i++) places[at++] = first + i;
  return places;
}

/** The part that a number is of. */
export function partOf(parts: readonly Part[], place: number): Part {
  let [low, high] = [0, parts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (parts[middle]!.first <= place) low = middle;
    else high = middle - 1;
  }
  return parts[low]!;
}
