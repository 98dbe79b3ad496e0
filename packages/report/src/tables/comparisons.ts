import type { Analysis } from '@vestige/analysis';
import { interventionWords } from '../interventionWords.ts';
import { figure, pValue } from '../numbers.ts';
import { supportIn } from './fields.ts';
import { ALL, partsOf, supportOf } from './parts.ts';
import type { Table } from './table.ts';

/** Differences of the accuracy under each intervention to that of own reasoning, tested together. */
export function comparisonsTable(analysis: Analysis): Table | undefined {
  const blocks = partsOf(analysis)
    .filter(({ group }) => group === ALL)
    .map((whole) =>
      Object.entries(analysis.conditions[whole.condition]!.comparisons).map(([intervention, comparison]) => {
        const estimate = whole.part.estimates[`difference.${intervention}`];
        const support = {
          ...(estimate && supportOf(estimate, 'difference', whole)),
          ...supportIn(comparison),
        };
        return { condition: whole.condition, intervention, comparison, support };
      }),
    );
  if (blocks.flat().length === 0) return undefined;
  return {
    name: 'comparisons',
    data: {
      columns: [...['condition', 'intervention', 'difference', 'p', 'p_holm', 'differs', 'prompts', 'seeds']],
      rows: blocks
        .flat()
        .map(({ condition, intervention, comparison: { difference, p, holm, differs }, support }) => [
          ...[condition, intervention, difference, p, holm, differs],
          ...[support.prompts ?? null, support.seeds ?? null],
        ]),
    },
    print: {
      caption:
        "Accuracy under each intervention less accuracy after the policy's own chain of thought, in percentage points, on the same prompts: difference, two-sided p, and p after Holm's correction within the condition.",
      columns: [
        { heading: 'Condition' },
        { heading: 'Intervention' },
        { heading: 'Difference', figures: true },
        { heading: 'p', figures: true },
        { heading: 'p (Holm)', figures: true },
      ],
      blocks: blocks.map((rows) =>
        rows.map(({ condition, intervention, comparison: { difference, p, holm } }) => [
          ...[condition, interventionWords(intervention), figure('difference.', difference)],
          ...[pValue(p), pValue(holm)],
        ]),
      ),
      long: true,
    },
  };
}
