import { type Analysis, estimatorName } from '@vestige/analysis';
import { pValue } from '../numbers.ts';
import { titledWords } from '../words.ts';
import { coverage, printed } from './parts.ts';
import type { Table } from './table.ts';

/** Differences between conditions; undefined if none were estimated. */
export function contrastsTable(analysis: Analysis): Table | undefined {
  const blocks = analysis.contrasts.map(({ a, b, paired, estimates }) =>
    Array.from(estimates, ([key, estimate]) => ({ a, b, paired, key, ...estimate })),
  );
  if (blocks.flat().length === 0) return undefined;
  return {
    name: 'contrasts',
    data: {
      columns: [
        ...['a', 'b', 'paired', 'estimator', 'difference', 'low', 'high', 'p', 'p_holm'],
        ...['prompts', 'seeds'],
      ],
      rows: blocks
        .flat()
        .map((row) => [
          ...[
            row.a,
            row.b,
            row.paired,
            estimatorName(row.key),
            row.difference,
            row.low,
            row.high,
            row.p,
            row.holm,
          ],
          ...[row.prompts, row.seeds],
        ]),
    },
    print: {
      caption: `Differences between conditions, the first less the second, with ${coverage(analysis)} intervals in brackets, two-sided p, and p after Holm's correction over the estimators of a pair.`,
      columns: [
        { heading: 'Conditions' },
        { heading: 'Estimator' },
        { heading: 'Difference' },
        { heading: 'p', figures: true },
        { heading: 'p (Holm)', figures: true },
      ],
      blocks: blocks.map((rows) =>
        rows.map(({ a, b, key, difference, low, high, p, holm }) => [
          `${a}, ${b}`,
          titledWords(key),
          printed(key.quantity, { mean: difference, low, high }),
          ...[pValue(p), pValue(holm)],
        ]),
      ),
      long: true,
    },
  };
}
