import type { Analysis } from '@vestige/analysis';
import { interventionWords } from '../interventionWords.ts';
import { coverage, printed } from './parts.ts';
import type { Table } from './table.ts';

/** Conditions that stand side by side on a page; more are put under each other. */
const ABREAST = 4;

/** Accuracy under each intervention, conditions side by side: what `estimates` holds, as a paper prints it. */
export function batteryTables(analysis: Analysis): Table[] {
  const all = Object.keys(analysis.conditions);
  const pages = Math.ceil(all.length / ABREAST);
  return Array.from({ length: pages }, (_, page) => {
    const conditions = all.slice(page * ABREAST, (page + 1) * ABREAST);
    const rows = analysis.interventions.flatMap((intervention) => {
      const key = { quantity: 'accuracy', ...intervention } as const;
      const found = conditions.map((condition) => analysis.conditions[condition]!.estimates.get(key));
      const cells = found.map((estimate) => printed('accuracy', estimate));
      return found.some((estimate) => estimate) ? [[interventionWords(intervention), ...cells]] : [];
    });
    return {
      name: page === 0 ? 'battery' : `battery-${page + 1}`,
      print: {
        caption: `Accuracy under each intervention on the chain of thought, with ${coverage(analysis)} intervals in brackets.`,
        columns: [{ heading: 'Intervention' }, ...conditions.map((heading) => ({ heading }))],
        blocks: [rows],
        long: true,
      },
    };
  });
}
