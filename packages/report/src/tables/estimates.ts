import { type Analysis, estimatorName } from '@vestige/analysis';
import { titledWords } from '../words.ts';
import { coverage, fieldsOf, partName, partsOf, printed } from './parts.ts';
import type { Table } from './table.ts';

/** Every estimate over the final policies: one row a condition, kind of prompts and estimator. */
export function estimatesTable(analysis: Analysis): Table {
  const blocks = partsOf(analysis).map((part) =>
    Array.from(part.part.estimates, ([key, estimate]) => ({ ...part, key, estimate })),
  );
  return {
    name: 'estimates',
    data: {
      columns: ['condition', 'group', 'estimator', 'mean', 'low', 'high', 'prompts', 'seeds'],
      rows: blocks
        .flat()
        .map(({ condition, group, key, estimate }) => [
          ...[condition, group, estimatorName(key)],
          ...fieldsOf(estimate),
          ...[estimate.prompts, estimate.seeds],
        ]),
    },
    print: {
      caption: `Estimates over the final policies, with ${coverage(analysis)} intervals in brackets, and the prompts (of all seeds) and seeds that each rests on.`,
      columns: [
        { heading: 'Condition' },
        { heading: 'Estimator' },
        { heading: 'Estimate' },
        { heading: 'Prompts', figures: true },
        { heading: 'Seeds', figures: true },
      ],
      blocks: blocks.map((rows) =>
        rows.map((row) => [
          partName(row),
          titledWords(row.key),
          printed(row.key.quantity, row.estimate),
          String(row.estimate.prompts),
          String(row.estimate.seeds),
        ]),
      ),
      long: true,
    },
  };
}

/** The same by seed. */
export function seedEstimatesTable(analysis: Analysis): Table {
  return {
    name: 'estimates-by-seed',
    data: {
      columns: ['condition', 'group', 'estimator', 'seed', 'value'],
      rows: partsOf(analysis).flatMap(({ condition, group, part }) =>
        Array.from(part.estimates).flatMap(([key, { bySeed }]) =>
          Object.entries(bySeed).map(([seed, value]) => [
            ...[condition, group, estimatorName(key), Number(seed), value],
          ]),
        ),
      ),
    },
  };
}
