import type { DriftRow } from '@vestige/rollouts';
import { count, counted, decimal, facts, percent, table } from '../../terminal/layout.ts';
import type { TableView } from './view.ts';

interface WordSummary {
  readonly word: string;
  /** Kind of prompts that it is about; null for all. */
  readonly stratum: string | null;
  /** Measured updates. */
  readonly updates: number;
  /** P(word) before the first of them, and before the last. */
  readonly frequency: readonly [first: number, last: number];
  /** Sums over them of the change of the log-odds. */
  readonly measured: number;
  readonly predicted: number;
  readonly alongStep: number;
}

/** `drift.arrow`, of `vestige train`. */
export const drift: TableView<DriftRow, readonly WordSummary[]> = {
  title: 'how the log-odds of words drifted, one row an update, word and kind of prompts',
  stage: 'train',
  summarize: (rows) =>
    [...Map.groupBy(rows, ({ word, stratum }) => `${word} ${stratum}`).values()].map((own) => {
      const { word, stratum } = own[0]!;
      const sum = (of: (row: DriftRow) => number | null) =>
        own.reduce((total, row) => total + (of(row) ?? 0), 0);
      return {
        word,
        stratum,
        updates: own.length,
        frequency: [own[0]!.frequency, own.at(-1)!.frequency],
        measured: sum((row) => row.measured),
        predicted: sum((row) => row.predicted),
        alongStep: sum((row) => row.along_step),
      };
    }),
  tell: (words) =>
    facts(
      words.map(({ word, stratum, updates, frequency: [first, last], measured, predicted, alongStep }) => [
        stratum === null ? word : `  ${stratum}`,
        `${percent(first)} at first, ${percent(last)} before the last of ${counted(updates, 'update')}; log-odds ${decimal(measured)}, predicted ${decimal(predicted)}, along the steps taken ${decimal(alongStep)}`,
      ]),
    ),
  tellRows: (rows) =>
    table(
      [
        [
          'step',
          'word',
          'prompts',
          'share',
          'covariance',
          'within',
          'measured',
          'predicted',
          'along step',
          'selection',
        ],
        ...rows.map((row) => [
          count(row.step),
          row.word,
          row.stratum ?? 'all',
          percent(row.frequency),
          decimal(row.covariance),
          decimal(row.covariance_within),
          decimal(row.measured),
          decimal(row.predicted),
          decimal(row.along_step),
          decimal(row.selection),
        ]),
      ],
      'rllr',
    ),
};
