import { readTable, updateColumns } from '@vestige/rollouts';
import { CURVE_QUANTITIES, type Manifest } from '../format.ts';
import { arrowFile, optionalNumbers } from './columns.ts';
import type { ExplorerRun } from './run.ts';

/** Updates of a run in the page at most, give or take the last. */
const UPDATES = 200;

/** The learning curves of all runs that were trained; see `CURVES`. */
export function curvesFile(
  runs: readonly ExplorerRun[],
  conditions: Pick<Manifest, 'conditions'>['conditions'],
): Uint8Array {
  const curves = runs
    .toSorted((a, b) => Number(a.swept) - Number(b.swept))
    .flatMap(({ updates, condition, seed }) => {
      if (updates === undefined) return [];
      const { table, rowCount } = readTable(updates, updateColumns);
      const kept = thinned(rowCount, UPDATES);
      const values = (name: string) => kept.map(optionalNumbers(table, name));
      const place = conditions.findIndex(({ name }) => name === condition);
      return [{ values, same: (value: number) => kept.map(() => value), condition: place, seed }];
    });
  return arrowFile({
    condition: { kind: 'int32', values: curves.flatMap(({ same, condition }) => same(condition)) },
    seed: { kind: 'int32', values: curves.flatMap(({ same, seed }) => same(seed)) },
    step: { kind: 'int32', values: curves.flatMap(({ values }) => values('step')) },
    ...Object.fromEntries(
      CURVE_QUANTITIES.map((name) => [
        name,
        { kind: 'float32' as const, values: curves.flatMap(({ values }) => values(name)) },
      ]),
    ),
  });
}

/** Places of `count` rows, evenly spaced and at most `most` of them, and that of the last. */
export function thinned(count: number, most: number): number[] {
  const stride = Math.max(1, Math.ceil(count / most));
  return Array.from({ length: count }, (_, row) => row).filter(
    (row) => row % stride === 0 || row === count - 1,
  );
}
