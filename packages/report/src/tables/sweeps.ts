import type { Analysis } from '@vestige/analysis';
import { titled } from './estimates.ts';
import { coverage, fieldsOf, printed } from './parts.ts';
import type { Table } from './table.ts';

/** The points of sweeps: the value of each, its verdict and what it rests on; undefined without sweeps. */
export function sweepsTable(analysis: Analysis): Table | undefined {
  const blocks = Object.entries(analysis.families).map(([family, { field, points }]) =>
    points.map(({ condition, value }) => {
      const { verdict, estimates } = analysis.conditions[condition]!;
      return { family, field, condition, value: swept(value), verdict, estimates };
    }),
  );
  if (blocks.length === 0) return undefined;
  const shown = ['accuracy.own', 'reliance.minimum', 'length.cot'];
  return {
    name: 'sweeps',
    data: {
      columns: [
        ...['sweep', 'field', 'condition', 'value', 'verdict'],
        ...shown.flatMap((name) => ['', '_low', '_high'].map((end) => `${name.replace('.', '_')}${end}`)),
      ],
      rows: blocks
        .flat()
        .map(({ family, field, condition, value, verdict, estimates }) => [
          ...[family, field, condition, value, verdict],
          ...shown.flatMap((name) => fieldsOf(estimates[name])),
        ]),
    },
    print: {
      caption: `Sweeps: one field of the experiment varied, all else equal. Brackets: ${coverage(analysis)} intervals.`,
      columns: [
        { heading: 'Sweep' },
        { heading: 'Value', figures: true },
        { heading: 'Verdict' },
        ...shown.map((name) => ({ heading: titled(name) })),
      ],
      blocks: blocks.map((rows) =>
        rows.map(({ family, field, value, verdict, estimates }) => [
          ...[`${family} (${field})`, value, verdict],
          ...shown.map((name) => printed(name, estimates[name])),
        ]),
      ),
      long: true,
    },
  };
}

/** What is estimated over all points of a sweep; undefined if nothing is. */
export function sweepEstimatesTable(analysis: Analysis): Table | undefined {
  const rows = Object.entries(analysis.families).flatMap(([family, { field, estimates }]) =>
    Object.entries(estimates).map(([name, estimate]) => ({ family, field, name, estimate })),
  );
  if (rows.length === 0) return undefined;
  return {
    name: 'sweep-estimates',
    data: {
      columns: ['sweep', 'field', 'estimator', 'mean', 'low', 'high'],
      rows: rows.map(({ family, field, name, estimate }) => [family, field, name, ...fieldsOf(estimate)]),
    },
    print: {
      caption: `Estimates over all points of a sweep, with ${coverage(analysis)} intervals in brackets.`,
      columns: [{ heading: 'Sweep' }, { heading: 'Estimator' }, { heading: 'Estimate' }],
      blocks: [rows.map(({ family, name, estimate }) => [family, titled(name), printed(name, estimate)])],
      long: true,
    },
  };
}

function swept(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
