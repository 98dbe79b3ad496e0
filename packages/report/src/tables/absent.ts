import { type Analysis, estimatorName } from '@vestige/analysis';
import { partsOf } from './parts.ts';
import type { Table } from './table.ts';

/** Estimators that are defined on the data and have no figure all the same, with the reason. */
export function absentTable(analysis: Analysis): Table | undefined {
  const rows = partsOf(analysis).flatMap(({ condition, group, part }) =>
    Array.from(part.absent, ([key, reason]) => [condition, group, estimatorName(key), reason]),
  );
  if (rows.length === 0) return undefined;
  return { name: 'absent', data: { columns: ['condition', 'group', 'estimator', 'reason'], rows } };
}
