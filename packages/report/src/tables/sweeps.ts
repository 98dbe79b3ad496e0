import { type Analysis, type EstimatorKey, estimatorName } from '@vestige/analysis';
import { titledWords } from '../words.ts';
import { coverage, fieldsOf, printed } from './parts.ts';
import type { Table } from './table.ts';

/** What is told of each point beside its verdict, under the beginning of its columns. */
const SHOWN: readonly (readonly [column: string, key: EstimatorKey])[] = [
  ['accuracy_own', { quantity: 'accuracy', intervention: 'own' }],
  ['reliance_minimum', { quantity: 'reliance', part: 'minimum' }],
  ['length_cot', { quantity: 'length', part: 'cot' }],
];

/** The points of sweeps: the value of each, its verdict and what it rests on; undefined without sweeps. */
export function sweepsTable(analysis: Analysis): Table | undefined {
  const blocks = Object.entries(analysis.sweeps).map(([sweep, { field, points }]) =>
    points.map(({ condition, value }) => {
      const { verdict, estimates } = analysis.conditions[condition]!;
      return { sweep, field, condition, value: swept(value), verdict, estimates };
    }),
  );
  if (blocks.length === 0) return undefined;
  return {
    name: 'sweeps',
    data: {
      columns: [
        ...['sweep', 'field', 'condition', 'value', 'verdict'],
        ...SHOWN.flatMap(([column]) => ['', '_low', '_high'].map((end) => `${column}${end}`)),
      ],
      rows: blocks
        .flat()
        .map(({ sweep, field, condition, value, verdict, estimates }) => [
          ...[sweep, field, condition, value, verdict],
          ...SHOWN.flatMap(([, key]) => fieldsOf(estimates.get(key))),
        ]),
    },
    print: {
      caption: `Sweeps: one field of the experiment varied, all else equal. Brackets: ${coverage(analysis)} intervals.`,
      columns: [
        { heading: 'Sweep' },
        { heading: 'Value', figures: true },
        { heading: 'Verdict' },
        ...SHOWN.map(([, key]) => ({ heading: titledWords(key) })),
      ],
      blocks: blocks.map((rows) =>
        rows.map(({ sweep, field, value, verdict, estimates }) => [
          ...[`${sweep} (${field})`, value, verdict],
          ...SHOWN.map(([, key]) => printed(key.quantity, estimates.get(key))),
        ]),
      ),
      long: true,
    },
  };
}

/** What is estimated over all points of a sweep; undefined if nothing is. */
export function sweepEstimatesTable(analysis: Analysis): Table | undefined {
  const rows = Object.entries(analysis.sweeps).flatMap(([sweep, { field, estimates }]) =>
    Array.from(estimates, ([key, estimate]) => ({ sweep, field, key, estimate })),
  );
  if (rows.length === 0) return undefined;
  return {
    name: 'sweep-estimates',
    data: {
      columns: ['sweep', 'field', 'estimator', 'mean', 'low', 'high'],
      rows: rows.map(({ sweep, field, key, estimate }) => [
        ...[sweep, field, estimatorName(key)],
        ...fieldsOf(estimate),
      ]),
    },
    print: {
      caption: `Estimates over all points of a sweep, with ${coverage(analysis)} intervals in brackets.`,
      columns: [{ heading: 'Sweep' }, { heading: 'Estimator' }, { heading: 'Estimate' }],
      blocks: [
        rows.map(({ sweep, key, estimate }) => [
          ...[sweep, titledWords(key), printed(key.quantity, estimate)],
        ]),
      ],
      long: true,
    },
  };
}

function swept(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
