import type { InterventionRow } from '@vestige/rollouts';
import { type EstimatorKey, estimatorName } from '../keys/estimatorKey.ts';
import { type Intervention, type Treatment, treatmentName } from '../keys/interventions.ts';

/**
 * What was measured on one prompt, by name of the treatment; several rows where several phrases of a type were
 * touched.
 */
export type PromptRows = ReadonlyMap<string, readonly InterventionRow[]>;

/** Of one dropped phrase of a type: the accuracy that it costs, and that with it, on the same prompts. */
interface DroppedKey {
  readonly quantity: 'loss' | 'with';
  readonly intervention: 'drop';
  readonly unit: string;
}

/** What a quantity is: an estimator by itself, or what only others are made of. */
export type QuantityKey = EstimatorKey | DroppedKey;

/**
 * A ratio of two sums over prompts. Every estimator is a function of quantities, so that a resample of prompts
 * is a re-weighting of their sums. `read` gives what one prompt adds to numerator and denominator; undefined
 * if it adds nothing.
 */
export interface Quantity {
  readonly key: QuantityKey;
  read(rows: PromptRows): readonly [numerator: number, denominator: number] | undefined;
}

/** Where each of some quantities stands, by its key; undefined for one that is not among them. */
export function placesOf(quantities: readonly QuantityKey[]): (key: QuantityKey) => number | undefined {
  const places = new Map(quantities.map((key, at) => [quantityName(key), at]));
  return (key) => places.get(quantityName(key));
}

function quantityName(key: QuantityKey): string {
  return isDropped(key) ? `${key.quantity}.${treatmentName(key)}` : estimatorName(key);
}

function isDropped(key: QuantityKey): key is DroppedKey {
  return key.quantity === 'loss' || key.quantity === 'with';
}

/** Mean over the rows of a treatment; a row of which the value is undefined does not count. */
export function ofRows(
  key: QuantityKey,
  treatment: Treatment,
  value: (row: InterventionRow) => number | undefined,
): Quantity {
  const shown = treatmentName(treatment);
  return { key, read: (rows) => summed(rows.get(shown), value) };
}

/** Mean over the rows of a treatment on prompts on which the reference was measured too. */
export function paired(
  key: QuantityKey,
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
