import type { EstimateRow } from '@vestige/rollouts';
import { bold, count, counted, decimal, facts, table } from '../../terminal/layout.ts';
import type { TableView } from './view.ts';

interface AnalysisSummary {
  readonly conditions: readonly string[];
  /** Estimates over the final policies of all seeds. */
  readonly estimates: readonly EstimateRow[];
  /** How many estimates there are of single policies. */
  readonly ofPolicies: number;
}

/** `analysis.arrow`, of `vestige analyze`. */
export const analysis: TableView<EstimateRow, AnalysisSummary> = {
  title: 'what the chain of thought still does, one row an estimate',
  stage: 'analyze',
  summarize: (rows) => {
    const estimates = rows.filter(({ seed }) => seed === null);
    return {
      conditions: [...new Set(rows.map(({ condition }) => condition))],
      estimates,
      ofPolicies: rows.length - estimates.length,
    };
  },
  tell: ({ conditions, estimates, ofPolicies }) => [
    ...facts([
      [
        'below',
        'the final policies of all seeds: estimate, confidence interval, prompts and seeds that it rests on',
      ],
      ['beside', `${counted(ofPolicies, 'estimate')} of single policies`],
    ]),
    ...conditions.flatMap((condition) => {
      const own = estimates.filter((row) => row.condition === condition);
      return [...new Set(own.map(({ group }) => group))].flatMap((group) => {
        const heading = group === null ? condition : `${condition}, ${group}`;
        const rows = own.filter((row) => row.group === group);
        return ['', `  ${bold(heading)}`, ...inTable(rows, false)];
      });
    }),
  ],
  tellRows: (rows) => inTable(rows, true),
};

function inTable(rows: readonly EstimateRow[], named: boolean): string[] {
  const who = ({ condition, group, seed, step }: EstimateRow) => [
    condition,
    group ?? 'all',
    ...(seed === null ? ['all', 'last'] : [String(seed), String(step)]),
  ];
  return table(
    [
      [
        ...(named ? ['condition', 'group', 'seed', 'step'] : []),
        'estimator',
        'estimate',
        'low',
        'high',
        'prompts',
        'seeds',
      ],
      ...rows.map((row) => [
        ...(named ? who(row) : []),
        row.estimator,
        decimal(row.mean),
        decimal(row.low),
        decimal(row.high),
        count(row.prompts),
        count(row.seeds),
      ]),
    ],
    named ? 'llrrlr' : 'lr',
  );
}
