import type { InterventionRow } from '@vestige/rollouts';

/** What was measured on one prompt, by treatment; several rows where several phrases of a type were touched. */
export type PromptRows = ReadonlyMap<string, readonly InterventionRow[]>;

/**
 * A ratio of two sums over prompts. Every estimator is a function of quantities, so that a resample of prompts
 * is a re-weighting of their sums. `read` gives what one prompt adds to numerator and denominator; undefined
 * if it adds nothing.
 */
export interface Quantity {
  readonly name: string;
  read(rows: PromptRows): readonly [numerator: number, denominator: number] | undefined;
}

/** Mean over the rows of a treatment; a row of which the value is undefined does not count. */
export function ofRows(
  name: string,
  treatment: string,
  value: (row: InterventionRow) => number | undefined,
): Quantity {
  return { name, read: (rows) => summed(rows.get(treatment), value) };
}

/** Mean over the rows of a treatment on prompts on which the reference was measured too. */
export function paired(
  name: string,
  treatment: string,
  reference: string,
  value: (row: InterventionRow, reference: InterventionRow) => number | undefined,
): Quantity {
  return {
    name,
    read: (rows) => {
      const other = rows.get(reference)?.[0];
      return other && summed(rows.get(treatment), (row) => value(row, other));
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
