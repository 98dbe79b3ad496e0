import type { CurveRow } from '@vestige/rollouts';
import { count, counted, decimal, facts, table } from '../../terminal/layout.ts';
import type { TableView } from './view.ts';

interface CurveSummary {
  readonly steps: number;
  readonly firstLoss: number;
  readonly lastLoss: number;
  readonly tokens: number;
}

/** `curve.arrow`, of `vestige pretrain`. */
export const curve: TableView<CurveRow, CurveSummary> = {
  title: 'the learning curve of pretraining, one row a step',
  stage: 'pretrain',
  summarize: (rows) => ({
    steps: rows.length,
    firstLoss: rows[0]!.loss,
    lastLoss: rows.at(-1)!.loss,
    tokens: rows.reduce((sum, { tokens }) => sum + tokens, 0),
  }),
  tell: ({ steps, firstLoss, lastLoss, tokens }) =>
    facts([
      ['loss', `${decimal(firstLoss)} at first, ${decimal(lastLoss)} at last, nats a token`],
      ['seen', `${counted(tokens, 'demonstrated token')} in ${counted(steps, 'step')}`],
    ]),
  tellRows: (rows) =>
    table(
      [
        ['step', 'loss', 'gradient norm', 'learning rate', 'tokens'],
        ...rows.map((row) => [
          count(row.step),
          decimal(row.loss),
          decimal(row.gradient_norm),
          decimal(row.learning_rate),
          count(row.tokens),
        ]),
      ],
      'r',
    ),
};
