import type { EstimatorKey, PromptsAnalysis } from '@vestige/analysis';
import { estimateText, intervalText } from '../numbers.ts';
import { type OverviewRow, relianceOf, removedOf } from './row.ts';

const LENGTH: EstimatorKey = { quantity: 'length', part: 'cot' };

interface Column {
  readonly words: string;
  readonly cell: (row: OverviewRow) => string;
  /** Whether it is in the narrower table of overview.md. */
  readonly summary?: true;
}

/** What is said of each row beside its verdict. */
export const COLUMNS: readonly Column[] = [
  { words: 'own', summary: true, cell: estimate({ quantity: 'accuracy', intervention: 'frozen' }) },
  {
    words: 'without',
    summary: true,
    cell: (row) => {
      const removed = removedOf(row);
      return removed ? estimateText('accuracy', removed.accuracy.mean) : '';
    },
  },
  {
    words: 'mass without',
    cell: (row) => {
      const removed = removedOf(row);
      return removed ? estimate({ quantity: 'mass', intervention: removed.removal })(row) : '';
    },
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
      return reliance
        ? `${estimateText('reliance', reliance.mean)} (${intervalText('reliance', reliance)})`
        : '';
    },
  },
  { words: 'follows', summary: true, cell: ({ part }) => part.follows.followed },
  {
    words: 'same if swapped',
    summary: true,
    cell: estimate({ quantity: 'unchanged', intervention: 'swap' }),
  },
  { words: 'same if flipped', cell: estimate({ quantity: 'unchanged', intervention: 'flip' }) },
  { words: 'early answering', cell: estimate({ quantity: 'early', part: 'aoc' }) },
  { words: 'indirect', cell: estimate({ quantity: 'mediation', part: 'indirect' }) },
  { words: 'direct', cell: estimate({ quantity: 'mediation', part: 'direct' }) },
  { words: 'mentions', cell: estimate({ quantity: 'rate', part: 'mention' }) },
  { words: 'truthful', cell: estimate({ quantity: 'rate', part: 'truthful' }) },
  { words: 'tokens', summary: true, cell: estimate(LENGTH) },
  {
    words: 'tokens before',
    summary: true,
    cell: ({ base }) => (base ? cellOf(LENGTH, base.part) : ''),
  },
];

function estimate(key: EstimatorKey): (row: OverviewRow) => string {
  return ({ part }) => cellOf(key, part);
}

function cellOf(key: EstimatorKey, { estimates }: PromptsAnalysis): string {
  const found = estimates.get(key);
  return found ? estimateText(key.quantity, found.mean) : '';
}
