import * as Plot from '@observablehq/plot';
import {
  type Analysis,
  type Estimate,
  keptShare,
  type PromptsAnalysis,
  type Treatment,
} from '@vestige/analysis';
import { decimal, percent } from '../numbers.ts';
import type { Figure, Panel } from './figure.ts';
import { KEY, pointMarks, silentUnder } from './marks.ts';
import { panel } from './plot.ts';
import { seedKey, seedStyle } from './seeds.ts';

/** How to read the curves. */
export const EARLY_ANSWERING_CAPTION =
  'Share of answers that are already the final one when the chain of thought is cut at a phrase boundary. A flat line at 100% is an answer that was fixed before the first word. Dots and bars: mean and interval over seeds and prompts; lines and small dots: each seed.';

/** Axes of curves against the share of the reasoning that is kept. */
export const KEPT_AXES = {
  height: 200,
  marginLeft: 44,
  marginBottom: 40,
  x: {
    domain: [0, 1],
    ticks: [0, 0.25, 0.5, 0.75, 1],
    tickFormat: (x: number) => `${x * 100}%`,
    label: 'share of the reasoning kept',
    labelAnchor: 'center',
    labelArrow: 'none',
  },
  y: { domain: [0, 1], ticks: [0, 0.5, 1], tickFormat: (y: number) => `${y * 100}%`, label: null },
} as const;

/** Early answering: share of answers already the final one, against the share of reasoning kept. */
export function earlyAnsweringFigure(analysis: Analysis): Figure | undefined {
  if (cutsIn(analysis.interventions).length === 0) return undefined;
  return {
    name: 'early-answering',
    title: 'Early answering',
    caption: EARLY_ANSWERING_CAPTION,
    panels: Object.entries(analysis.conditions).map(([name, { estimates, seeds }]) => {
      const area = estimates.get({ quantity: 'early', part: 'aoc' });
      const heading = area ? `${name}: area over the curve ${decimal(area.mean, 3)}` : name;
      const { interventions, seeds: allSeeds } = analysis;
      return earlyAnsweringPanel(name, heading, { estimates, interventions, seeds, allSeeds });
    }),
    columns: 3,
    key: [
      KEY.mean,
      ...(analysis.seeds.length > 1 ? seedKey(analysis.seeds) : []),
      ...(cutsIn(analysis.interventions).some(({ cut }) =>
        Object.values(analysis.conditions).some(({ estimates }) => silentUnder(estimates, cut)),
      )
        ? [KEY.silent]
        : []),
    ],
  };
}

/** What the curve of one condition, or of a kind of its prompts, is drawn from. */
interface Curve {
  readonly estimates: PromptsAnalysis['estimates'];
  readonly interventions: readonly Treatment[];
  /** Those that the estimates rest on. */
  readonly seeds: readonly number[];
  /** Those of the experiment: a seed has its colour by its place among them. */
  readonly allSeeds: readonly number[];
}

export function earlyAnsweringPanel(
  name: string,
  heading: string,
  { estimates, interventions, seeds, allSeeds }: Curve,
): Panel {
  const points = cutsIn(interventions).flatMap(({ unchanged, cut, kept }) => {
    const estimate = estimates.get(unchanged);
    return estimate ? [{ kept, silent: silentUnder(estimates, cut), ...estimate }] : [];
  });
  const mean = [
    ...points.map(({ kept, silent, mean: same }) => ({ kept, silent, same })),
    { kept: 1, same: 1, silent: false },
  ];
  const label = `${name}: ${mean.map(({ kept, same }) => `${percent(same)} at ${kept * 100}%`).join(', ')}`;
  return panel(heading, label, {
    ...KEPT_AXES,
    marks: [
      Plot.gridY({ ticks: [0, 0.25, 0.5, 0.75, 1], stroke: 'currentColor', strokeOpacity: 0.14 }),
      ...seeds.flatMap((seed) => {
        const { colour, dash } = seedStyle(allSeeds.indexOf(seed));
        const curve = curveOf(points, seed);
        return [
          Plot.line(curve, {
            x: 'kept',
            y: 'same',
            stroke: colour,
            strokeDasharray: dash,
            strokeWidth: 1.5,
          }),
          // Beside the mean, which would hide it.
          Plot.dot(seeds.length > 1 ? curve : [], { x: 'kept', y: 'same', r: 1.8, fill: colour, dx: 7 }),
        ];
      }),
      Plot.ruleX(points, { x: 'kept', y1: 'low', y2: 'high', stroke: 'currentColor', strokeWidth: 2 }),
      ...pointMarks(mean, { x: 'kept', y: 'same', r: 3.5 }, 'currentColor'),
    ],
  });
}

/** The cuts among the interventions, with the estimator of answers they leave unchanged. */
export function cutsIn(interventions: readonly Treatment[]) {
  return interventions.flatMap((cut) => {
    const kept = keptShare(cut.intervention);
    return kept === undefined ? [] : [{ unchanged: { quantity: 'unchanged', ...cut } as const, cut, kept }];
  });
}

function curveOf(points: readonly ({ kept: number } & Estimate)[], seed: number) {
  const measured = points.flatMap(({ kept, bySeed }) => {
    const same = bySeed[seed];
    return same === undefined ? [] : [{ kept, same }];
  });
  return [...measured, { kept: 1, same: 1 }];
}
