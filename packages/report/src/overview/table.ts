import { figure, range } from '../numbers.ts';
import { type OverviewRow, relianceOf, removedOf } from './row.ts';

interface Column {
  readonly words: string;
  readonly cell: (row: OverviewRow) => string;
  /** Whether it is in the narrower table of overview.md. */
  readonly summary?: true;
}

/** What is said of each row beside its verdict. */
export const COLUMNS: readonly Column[] = [
  { words: 'own', summary: true, cell: estimate('accuracy.frozen') },
  {
    words: 'without',
    summary: true,
    cell: (row) => {
      const removed = removedOf(row);
      return removed ? figure('accuracy', removed.accuracy.mean) : '';
    },
  },
  {
    words: 'mass without',
    cell: (row) => figureOf('mass', row.part.estimates[`mass.${removedOf(row)?.removal}`]),
  },
  {
    words: 'seeds',
    summary: true,
    cell: ({ part: { agreement } }) =>
      agreement.of < 2 ? '' : `${agreement.verdict} in ${agreement.count} of ${agreement.of}`,
  },
  {
    words: 'reliance',
    summary: true,
    cell: (row) => {
      const reliance = relianceOf(row);
      return reliance ? `${figure('reliance', reliance.mean)} (${range('reliance', reliance)})` : '';
    },
  },
  { words: 'same if swapped', summary: true, cell: estimate('unchanged.swap') },
  { words: 'same if flipped', cell: estimate('unchanged.flip') },
  { words: 'early answering', cell: estimate('early.aoc') },
  { words: 'indirect', cell: estimate('mediation.indirect') },
  { words: 'direct', cell: estimate('mediation.direct') },
  { words: 'mentions', cell: estimate('rate.mention') },
  { words: 'truthful', cell: estimate('rate.truthful') },
  { words: 'tokens', summary: true, cell: estimate('length.cot') },
  {
    words: 'tokens before',
    summary: true,
    cell: ({ base }) => figureOf('length.cot', base?.part.estimates['length.cot']),
  },
];

function estimate(name: string): (row: OverviewRow) => string {
  return ({ part }) => figureOf(name, part.estimates[name]);
}

function figureOf(name: string, found: { readonly mean: number } | undefined): string {
  return found ? figure(name, found.mean) : '';
}
