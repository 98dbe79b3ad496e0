import * as Plot from '@observablehq/plot';
import { type Analysis, type Estimate, REMOVALS } from '@vestige/analysis';
import { attributesOf } from '../attributes.ts';
import { interventionWords } from '../interventionWords.ts';
import { percent } from '../numbers.ts';
import type { Figure } from './figure.ts';
import { ACCENT, labelMargin, panel, REFERENCE } from './plot.ts';

/** Treatments without a type of phrase: prompts on which there was none to touch. */
const UNTOUCHED = ['drop', 'resample', 'mistake'];

/** A dot and interval an intervention, one panel a condition: the picture that carries the verdict. */
export function batteryFigure(analysis: Analysis): Figure {
  return dots(analysis, 'accuracy', {
    name: 'battery',
    title: 'Accuracy with its reasoning, and without',
    caption:
      'Share of right answers after each intervention on the chain of thought. Filled blue: the reasoning is taken away, on which the verdict rests; hollow: it is changed or cut short. Orange: the policy left alone. Bars: intervals over seeds and prompts; small dots below: each seed; dashed line: guessing.',
  });
}

/** The same for the share of answers that stay as they were. */
export function unchangedFigure(analysis: Analysis): Figure {
  return dots(analysis, 'unchanged', {
    name: 'unchanged',
    title: 'Answers that stay the same',
    caption: `Share of answers equal to the answer after its own reasoning. Swapped: the reasoning of another prompt that was answered otherwise; prompt flipped: ${attributesOf(analysis).flips} is changed and the reasoning kept. An answer that follows the reasoning is unchanged in 0% of swaps and 100% of flips.`,
  });
}

function dots(analysis: Analysis, group: string, about: Pick<Figure, 'name' | 'title' | 'caption'>): Figure {
  const shown = analysis.interventions.filter(
    (name) =>
      !UNTOUCHED.includes(name) &&
      !name.startsWith('readapt') &&
      Object.values(analysis.conditions).some(({ estimates }) => estimates[`${group}.${name}`]),
  );
  const labels = shown.map(interventionWords);
  const height = 48 + 24 * shown.length;
  const panels = Object.entries(analysis.conditions).map(
    ([condition, { estimates, seeds, chance = analysis.chance }]) => {
      const rows = shown.flatMap((name) => {
        const estimate = estimates[`${group}.${name}`];
        return estimate ? [{ name, label: interventionWords(name), ...estimate }] : [];
      });
      const bySeed = rows.flatMap((row) =>
        seedPoints(row, seeds).map((value) => ({ label: row.label, value })),
      );
      const colour = ({ name }: { name: string }) => (name === 'own' ? REFERENCE : ACCENT);
      const filled = rows.filter(
        ({ name }) => name === 'own' || (REMOVALS as readonly string[]).includes(name),
      );
      const hollow = rows.filter((row) => !filled.includes(row));
      const own = group === 'accuracy' ? [estimates['accuracy.own']?.mean ?? []].flat() : [];
      const label = `${condition}: ${rows.map((row) => `${row.label} ${percent(row.mean)}`).join(', ')}`;
      return panel(condition, label, {
        height,
        marginLeft: labelMargin(labels),
        marginBottom: 32,
        x: {
          domain: [0, 1],
          percent: false,
          tickFormat: (x: number) => `${x * 100}%`,
          ticks: [0, 0.25, 0.5, 0.75, 1],
          label: null,
        },
        y: { domain: labels, label: null, tickSize: 0, type: 'point', padding: 0.6 },
        marks: [
          Plot.gridX({ ticks: [0, 0.25, 0.5, 0.75, 1], stroke: 'currentColor', strokeOpacity: 0.14 }),
          ...(group === 'accuracy'
            ? [
                Plot.ruleX([chance], {
                  stroke: 'currentColor',
                  strokeDasharray: '4,3',
                  strokeOpacity: 0.8,
                }),
                Plot.ruleX(own, { stroke: REFERENCE, strokeOpacity: 0.45 }),
              ]
            : []),
          Plot.ruleY(rows, { x1: 'low', x2: 'high', y: 'label', stroke: colour, strokeWidth: 2.5 }),
          Plot.dot(bySeed, { x: 'value', y: 'label', r: 1.6, fill: 'currentColor', fillOpacity: 0.6, dy: 8 }),
          Plot.dot(filled, { x: 'mean', y: 'label', r: 4.5, fill: colour }),
          Plot.dot(hollow, { x: 'mean', y: 'label', r: 3.8, stroke: colour, strokeWidth: 2 }),
        ],
      });
    },
  );
  return { ...about, panels, columns: 3 };
}

function seedPoints({ bySeed }: Estimate, seeds: readonly number[]): number[] {
  return seeds.length > 1 ? seeds.flatMap((seed) => bySeed[seed] ?? []) : [];
}
