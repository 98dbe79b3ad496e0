import type { Analysis } from '@vestige/analysis';
import { byPromptsIn } from './fields.ts';
import { partsOf } from './parts.ts';
import type { Table } from './table.ts';

/** Estimators that are not defined on the data, with the reason; undefined if none is known. */
export function absentTable(analysis: Analysis): Table | undefined {
  const rows = partsOf(analysis).flatMap(({ condition, group, part }) =>
    Object.entries(byPromptsIn(part).absent ?? {}).map(([name, reason]) => [condition, group, name, reason]),
  );
  if (rows.length === 0) return undefined;
  return { name: 'absent', data: { columns: ['condition', 'group', 'estimator', 'reason'], rows } };
}
