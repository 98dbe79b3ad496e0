import { type Analysis, treatmentName } from '@vestige/analysis';
import { interventionWords } from '../interventionWords.ts';
import { estimateText, pValue } from '../numbers.ts';
import type { Table } from './table.ts';

/** Differences of the accuracy under each intervention to that of own reasoning, tested together. */
export function comparisonsTable(analysis: Analysis): Table | undefined {
  const blocks = Object.entries(analysis.conditions).map(([condition, { comparisons }]) =>
    Array.from(comparisons, ([treatment, comparison]) => ({ condition, treatment, comparison })),
  );
  if (blocks.flat().length === 0) return undefined;
  return {
    name: 'comparisons',
    data: {
      columns: [...['condition', 'intervention', 'difference', 'p', 'p_holm', 'differs', 'prompts', 'seeds']],
      rows: blocks.flat().map(({ condition, treatment, comparison }) => {
        const { difference, p, holm, differs, prompts, seeds } = comparison;
        return [condition, treatmentName(treatment), difference, p, holm, differs, prompts, seeds];
      }),
    },
    print: {
      caption:
        "Accuracy under each intervention less accuracy after the policy's own chain of thought, both by the most probable answer, in percentage points, on the same prompts: difference, two-sided p, and p after Holm's correction within the condition, of the removals among themselves and of all others among themselves.",
      columns: [
        { heading: 'Condition' },
        { heading: 'Intervention' },
        { heading: 'Difference', figures: true },
        { heading: 'p', figures: true },
        { heading: 'p (Holm)', figures: true },
      ],
      blocks: blocks.map((rows) =>
        rows.map(({ condition, treatment, comparison: { difference, p, holm } }) => [
          ...[condition, interventionWords(treatment), estimateText('difference', difference)],
          ...[pValue(p), pValue(holm)],
        ]),
      ),
      long: true,
    },
  };
}
