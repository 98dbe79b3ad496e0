import type { IntervalRow, VerdictRow } from '@vestige/calibration';
import { count, decimal, percent, table } from '../../terminal/layout.ts';
import { mean, type TableView } from './view.ts';

/** Share of rows that came out as they should, by what they are about. */
interface Shares {
  readonly rows: readonly {
    readonly about: string;
    readonly prompts: number;
    readonly spread: number;
    readonly share: number;
    readonly count: number;
  }[];
}

type Place = Pick<VerdictRow, 'prompts' | 'spread'>;

function sharesOf<R extends Place>(
  rows: readonly R[],
  about: (row: R) => string,
  right: (row: R) => boolean,
): Shares {
  const groups = Map.groupBy(rows, (row) => [about(row), row.prompts, row.spread].join('\n'));
  return {
    rows: [...groups.values()].map((own) => ({
      about: about(own[0]!),
      prompts: own[0]!.prompts,
      spread: Number(own[0]!.spread.toPrecision(6)),
      share: mean(own.map((row) => +right(row))),
      count: own.length,
    })),
  };
}

function tell(head: string, share: string) {
  return ({ rows }: Shares) =>
    table(
      [
        [head, 'prompts', 'spread', share, 'of'],
        ...rows.map((row) => [
          row.about,
          count(row.prompts),
          String(row.spread),
          percent(row.share),
          count(row.count),
        ]),
      ],
      'lr',
    );
}

/** `verdicts.arrow`, of `vestige simulate`. */
export const verdicts: TableView<VerdictRow, Shares> = {
  title: 'verdicts on a planted policy, one row a verdict',
  stage: 'simulate',
  summarize: (rows) =>
    sharesOf(
      rows,
      ({ subject }) => subject,
      ({ expected, found }) => expected === found,
    ),
  tell: tell('subject', 'right'),
  tellRows: (rows) =>
    table(
      [
        ['simulation', 'prompts', 'subject', 'expected', 'found'],
        ...rows.map((row) => [
          count(row.simulation),
          count(row.prompts),
          row.subject,
          row.expected,
          row.found,
        ]),
      ],
      'rrlll',
    ),
};

/** `intervals.arrow`, of `vestige simulate`. */
export const intervals: TableView<IntervalRow, Shares> = {
  title: 'intervals of a planted policy beside the truth, one row an interval',
  stage: 'simulate',
  summarize: (rows) =>
    sharesOf(
      rows,
      ({ estimator }) => estimator,
      ({ holds }) => holds,
    ),
  tell: tell('estimator', 'hold the truth'),
  tellRows: (rows) =>
    table(
      [
        ['simulation', 'prompts', 'estimator', 'truth', 'estimate', 'low', 'high'],
        ...rows.map((row) => [
          count(row.simulation),
          count(row.prompts),
          row.estimator,
          decimal(row.truth),
          decimal(row.mean),
          decimal(row.low),
          decimal(row.high),
        ]),
      ],
      'rrlr',
    ),
};
