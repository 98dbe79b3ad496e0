import * as Plot from '@observablehq/plot';
import {
  type Analysis,
  type ByEstimator,
  type Estimate,
  type ReadaptedTo,
  readaptation,
} from '@vestige/analysis';
import { percent } from '../numbers.ts';
import { ACCENT, REFERENCE } from './colours.ts';
import type { Figure } from './figure.ts';
import { KEY, pointMarks, silentUnder } from './marks.ts';
import { panel } from './plot.ts';

/** A line of the figure: accuracy before fine-tuning, and after it. */
interface Curve {
  readonly before: 'frozen' | 'cut0';
  readonly after: ReadaptedTo;
  readonly words: string;
  readonly colour: string;
  readonly dash: string;
  /** Widths of line and dots: wider for what is drawn first, so that it shows where curves coincide. */
  readonly width: number;
}

const CURVES: readonly Curve[] = [
  {
    before: 'frozen',
    after: 'thinking',
    words: 'own reasoning',
    colour: REFERENCE,
    dash: '',
    width: 2.8,
  },
  { before: 'cut0', after: 'empty', words: 'left empty', colour: ACCENT, dash: '', width: 1.6 },
  {
    before: 'cut0',
    after: 'label',
    words: 'left empty, taught the labels',
    colour: 'currentColor',
    dash: '6,3',
    width: 1.4,
  },
];

/** Accuracy without reasoning against the updates on empty reasoning, beside accuracy with it; a panel a condition. */
export function readaptationFigure(analysis: Analysis): Figure | undefined {
  const conditions = Object.entries(analysis.conditions).filter(([, { estimates }]) =>
    CURVES.some((curve) => pointsOf(estimates, curve).length > 0),
  );
  if (conditions.length === 0) return undefined;
  const drawn = CURVES.filter((curve) =>
    conditions.some(([, { estimates }]) => pointsOf(estimates, curve).length > 0),
  );
  const panels = conditions.map(([condition, { estimates, chance = analysis.chance }]) => {
    const curves = drawn.flatMap((curve) => {
      const points = pointsOf(estimates, curve);
      return points.length > 0 ? [{ ...curve, points }] : [];
    });
    const steps = [...new Set(curves.flatMap(({ points }) => points.map(({ steps }) => steps)))];
    const told = curves.map(
      ({ words, points }) =>
        `${words} ${points.map(({ steps, mean }) => `${percent(mean)} after ${steps}`).join(', ')}`,
    );
    return panel(condition, `${condition}, accuracy by updates on empty reasoning: ${told.join('; ')}`, {
      height: 200,
      marginLeft: 44,
      marginBottom: 40,
      x: {
        type: 'point',
        domain: steps.sort((a, b) => a - b),
        padding: 0.4,
        label: 'updates on empty reasoning',
        labelAnchor: 'center',
        labelArrow: 'none',
      },
      y: { domain: [0, 1], ticks: [0, 0.5, 1], tickFormat: (y: number) => `${y * 100}%`, label: null },
      marks: [
        Plot.gridY({ ticks: [0, 0.25, 0.5, 0.75, 1], stroke: 'currentColor', strokeOpacity: 0.14 }),
        Plot.ruleY([chance], { stroke: 'currentColor', strokeDasharray: '4,3', strokeOpacity: 0.8 }),
        ...curves.flatMap(({ points, colour, dash, width }) => [
          ...analysis.seeds.map((seed) =>
            Plot.line(ofSeed(points, seed), { x: 'steps', y: 'value', stroke: colour, strokeOpacity: 0.45 }),
          ),
          Plot.dot(analysis.seeds.length > 1 ? analysis.seeds.flatMap((seed) => ofSeed(points, seed)) : [], {
            ...{ x: 'steps', y: 'value', r: 1.8, fill: colour, fillOpacity: 0.7, dx: 7 },
          }),
          Plot.line(points, {
            x: 'steps',
            y: 'mean',
            stroke: colour,
            strokeWidth: width,
            strokeDasharray: dash,
          }),
          Plot.ruleX(points, { x: 'steps', y1: 'low', y2: 'high', stroke: colour, strokeWidth: width }),
          ...pointMarks(points, { x: 'steps', y: 'mean', r: 2 + width }, colour),
        ]),
      ],
    });
  });
  return {
    name: 'readaptation',
    title: 'Confused without its reasoning, or in need of it',
    caption:
      'Accuracy of copies of the final policies that were fine-tuned on empty reasoning, to give the answers they gave with their own, against the number of updates. A policy that an empty reasoning only confuses comes back in a few updates; one that needs its reasoning does not. With their own reasoning: whether the fine-tuning did harm. Right is the most probable of the possible answers. Bars: intervals over seeds and prompts; faint lines and small dots: each seed.',
    panels,
    columns: 3,
    key: [
      ...drawn.map(({ words, colour, dash }) => ({ label: words, colour, dash })),
      ...(conditions.some(([, { estimates }]) =>
        drawn.some((curve) => pointsOf(estimates, curve).some(({ silent }) => silent)),
      )
        ? [KEY.silent]
        : []),
      KEY.guessing,
    ],
  };
}

type Point = Estimate & { readonly steps: number; readonly silent: boolean };

/** Accuracy by updates, from none on; empty if it was not measured after any. */
function pointsOf(
  estimates: ByEstimator<Estimate>,
  { before, after }: Pick<Curve, 'before' | 'after'>,
): readonly Point[] {
  const points = Array.from(estimates).flatMap(([key, estimate]) => {
    if (key.quantity !== 'accuracy') return [];
    const { intervention } = key;
    const readapted = readaptation(intervention);
    if (readapted?.to !== after) return [];
    return [{ steps: readapted.steps, silent: silentUnder(estimates, { intervention }), ...estimate }];
  });
  const start = estimates.get({ quantity: 'accuracy', intervention: before });
  if (points.length === 0) return [];
  return [
    ...(start ? [{ steps: 0, silent: silentUnder(estimates, { intervention: before }), ...start }] : []),
    ...points.sort((a, b) => a.steps - b.steps),
  ];
}

function ofSeed(points: readonly Point[], seed: number) {
  return points.flatMap(({ steps, bySeed }) => {
    const value = bySeed[seed];
    return value === undefined ? [] : [{ steps, value }];
  });
}
