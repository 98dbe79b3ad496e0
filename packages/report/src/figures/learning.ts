import * as Plot from '@observablehq/plot';
import type { Analysis, LearningCurve } from '@vestige/analysis';
import { attributesOf } from '../attributes.ts';
import { mentionWords } from '../words.ts';
import type { Figure } from './figure.ts';
import { panel, panelColumns } from './plot.ts';
import { seedKey, seedStyle } from './seeds.ts';

type Column = 'reward' | 'cot_length' | 'mention' | 'kl' | 'entropy';

const columnsOf = (analysis: Analysis): readonly { readonly column: Column; readonly words: string }[] => [
  { column: 'reward', words: 'mean reward' },
  { column: 'cot_length', words: 'reasoning, tokens' },
  { column: 'mention', words: mentionWords(attributesOf(analysis)) },
  { column: 'kl', words: 'KL to the pretrained policy, nats a token' },
  { column: 'entropy', words: 'entropy, nats a token' },
];

/** Learning curves: a row of panels a quantity, a panel a condition, a line a seed. */
export function learningFigure(analysis: Analysis): Figure | undefined {
  const trained = Object.entries(analysis.conditions).filter(
    ([, { curves }]) => Object.keys(curves).length > 0,
  );
  if (trained.length === 0) return undefined;
  const panels = columnsOf(analysis).flatMap(({ column, words }) => {
    const all = trained.flatMap(([, { curves }]) => Object.values(curves).flatMap((curve) => curve[column]));
    const domain = [Math.min(0, ...extent(all)), Math.max(...extent(all), column === 'reward' ? 1 : 0.01)];
    return trained.map(([condition, { curves }], i) => ({
      startsRow: i === 0 && trained.length > 1,
      ...panel(`${condition}: ${words}`, `${condition}: ${words} against the update, a line for each seed`, {
        height: 150,
        marginLeft: 44,
        marginBottom: 34,
        x: { label: 'update', labelAnchor: 'center', labelArrow: 'none', ticks: 5 },
        y: { domain, ticks: 4, label: null, nice: true, ...(column === 'mention' && { tickFormat: '.1%' }) },
        marks: [
          Plot.gridY({ ticks: 4, stroke: 'currentColor', strokeOpacity: 0.14 }),
          ...Object.entries(curves).map(([seed, curve]) =>
            line(curve, column, analysis.seeds.indexOf(Number(seed))),
          ),
        ],
      }),
    }));
  });
  return {
    name: 'learning',
    title: 'Learning curves',
    caption: 'Means over the rollouts of each update, one line for each seed.',
    panels,
    columns: panelColumns(trained.length),
    key: seedKey(analysis.seeds),
  };
}

function line(curve: LearningCurve, column: Column, place: number) {
  const { colour, dash } = seedStyle(place);
  const points = curve.step.map((step, i) => ({ step, value: curve[column][i]! }));
  return Plot.line(points, {
    x: 'step',
    y: 'value',
    stroke: colour,
    strokeDasharray: dash,
    strokeWidth: 1.3,
  });
}

function extent(values: readonly number[]): [number, number] {
  return [values.reduce((a, b) => Math.min(a, b), 0), values.reduce((a, b) => Math.max(a, b), 0)];
}
