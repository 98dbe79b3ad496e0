import type { Analysis } from '@vestige/analysis';
import { estimatorWords, GROUPS } from '../words.ts';
import { coverage, fieldsOf, partName, partsOf, printed } from './parts.ts';
import type { Table } from './table.ts';

/** Every estimate over the final policies: one row a condition, kind of prompts and estimator. */
export function estimatesTable(analysis: Analysis): Table {
  const blocks = partsOf(analysis).map((part) =>
    Object.entries(part.part.estimates).map(([name, estimate]) => {
      return { ...part, name, estimate };
    }),
  );
  return {
    name: 'estimates',
    data: {
      columns: ['condition', 'group', 'estimator', 'mean', 'low', 'high', 'prompts', 'seeds'],
      rows: blocks
        .flat()
        .map(({ condition, group, name, estimate }) => [
          ...[condition, group, name],
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
          titled(row.name),
          printed(row.name, row.estimate),
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
        Object.entries(part.estimates).flatMap(([name, { bySeed }]) =>
          Object.entries(bySeed).map(([seed, value]) => [condition, group, name, Number(seed), value]),
        ),
      ),
    },
  };
}

/** An estimator in words: `Accuracy: answer at once`. */
export function titled(estimator: string): string {
  const { group, words } = estimatorWords(estimator);
  return `${GROUPS[group]?.title ?? group}: ${words}`;
}
