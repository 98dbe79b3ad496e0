import { type Interval, kindestRemoval, type PromptsAnalysis } from '@vestige/analysis';
import { interventionWords } from '../interventionWords.ts';
import { percent } from '../numbers.ts';
import { ACCENT, REFERENCE } from './colours.ts';
import type { Panel } from './figure.ts';
import { type PanelRow, rowsPanel, SHARES } from './rows.ts';

/**
 * What a verdict is made of at a glance: accuracy of the most probable answer after its own reasoning and under the removal that costs least, with
 * intervals, beside guessing. Undefined if either was not measured.
 *
 * @param chance accuracy of guessing
 */
export function verdictPanel(
  name: string,
  { estimates }: PromptsAnalysis,
  chance: number,
): Panel | undefined {
  const own = estimates.get({ quantity: 'accuracy', intervention: 'frozen' });
  const removal = kindestRemoval(estimates);
  const without = removal && estimates.get({ quantity: 'accuracy', intervention: removal });
  if (!own || !without) return undefined;
  const words = interventionWords({ intervention: removal });
  const label = `${name}: accuracy ${percent(own.mean)} after its own reasoning, ${percent(without.mean)} with ${words}, guessing ${percent(chance)}`;
  const row = (words: string, { mean, low, high }: Interval, colour: string, hollow: boolean): PanelRow => ({
    label: words,
    dots: [{ mean, low, high, colour, hollow }],
  });
  return rowsPanel(
    '',
    label,
    [row('own reasoning', own, REFERENCE, true), row(words, without, ACCENT, false)],
    {
      ...SHARES,
      ticks: [0, 0.5, 1],
      reference: { at: chance, label: 'guessing' },
      rowHeight: 26,
      marginTop: 18,
    },
  );
}
