import type { InterventionRow } from '@vestige/rollouts';
import { type Intervention, type Treatment, treatmentName } from '../keys/interventions.ts';
import { type Key, keyName } from '../keys/key.ts';

/**
 * What was measured on one prompt, by name of the treatment; several rows where several phrases of a type were
 * touched.
 */
export type PromptRows = ReadonlyMap<string, readonly InterventionRow[]>;

/**
 * A ratio of two sums over prompts. Every estimator is a function of quantities, so that a resample of prompts
 * is a re-weighting of their sums. `read` gives what one prompt adds to numerator and denominator; undefined
 * if it adds nothing.
 */
export interface Quantity {
  /** That of the estimator that it is by itself, or one that only others are made of. */
  readonly key: Key;
  /** Interventions whose rows it reads, where that is not the one of its key. */
  readonly of?: readonly Intervention[];
  read(rows: PromptRows): readonly [numerator: number, denominator: number] | undefined;
}

/** Where each of some quantities stands, by its key; undefined for one that is not among them. */
export function placesOf(quantities: readonly Key[]): (key: Key) => number | undefined {
  const places = new Map(quantities.map((key, at) => [keyName(key), at]));
  return (key) => places.get(keyName(key));
}

/** Whether a treatment is the given intervention, no phrase touched. */
export function isPlain({ intervention, unit }: Treatment, name: Intervention): boolean {
  return intervention === name && unit === undefined;
}

/** Mean over the rows of a treatment; a row of which the value is undefined does not count. */
export function ofRows(
  key: Key,
  treatment: Treatment,
  value: (row: InterventionRow) => number | undefined,
): Quantity {
  const shown = treatmentName(treatment);
  return { key, read: (rows) => summed(rows.get(shown), value) };
}

/** Mean over the rows of a treatment on prompts on which the reference was measured too. */
export function paired(
  key: Key,
  treatment: Treatment,
  reference: Intervention,
  value: (row: InterventionRow, reference: InterventionRow) => number | undefined,
): Quantity {
  const shown = treatmentName(treatment);
  return {
    key,
    read: (rows) => {
      const other = rows.get(reference)?.[0];
      return other && summed(rows.get(shown), (row) => value(row, other));
    },
  };
}

function summed(
  rows: readonly InterventionRow[] | undefined,
  value: (row: InterventionRow) => number | undefined,
): readonly [number, number] | undefined {
  if (!rows) return undefined;
  let [sum, count] = [0, 0];
  for (const row of rows) {
    const one = value(row);
    if (one === undefined) continue;
    sum += one;
    count++;
  }
  return [sum, count];
}
