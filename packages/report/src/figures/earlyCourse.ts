import * as Plot from '@observablehq/plot';
import type { Analysis, CheckpointAnalysis } from '@vestige/analysis';
import { percent } from '../numbers.ts';
import { cutsIn, KEPT_AXES } from './earlyAnswering.ts';
import type { Figure, Panel } from './figure.ts';
import { panel, panelColumns } from './plot.ts';

/** Curves drawn at most, the first and the last among them. */
const CURVES = 6;
/** From the first checkpoint to the last: blue to orange through grey, told apart by colour-blind readers. */
const RAMP = ['#3b7dd8', '#6f86ad', '#8a8a8a', '#a5805f', '#bc7440', '#d1651b'];

/** Early answering at several checkpoints of each trained condition, over the seeds. */
export function earlyCourseFigure(analysis: Analysis): Figure | undefined {
  const cuts = cutsIn(analysis.interventions);
  const conditions = Object.keys(analysis.conditions).flatMap((condition) => {
    const curves = curvesOf(analysis, condition, cuts);
    return curves.length > 1 ? [{ condition, curves }] : [];
  });
  if (cuts.length === 0 || conditions.length === 0) return undefined;
  return {
    name: 'early-course',
    title: 'Early answering, over training',
    caption:
      'Share of answers that are already the final one when the chain of thought is cut, at several updates: means over the seeds, and faint each seed. Where the reasoning comes loose, the curve rises to a flat line; where it goes on being used, it stays below.',
    panels: conditions.map(({ condition, curves }) => coursePanel(condition, curves)),
    columns: panelColumns(conditions.length),
    key: [
      {
        label: 'mean over seeds, at the update that stands beside it',
        colour: 'currentColor',
        dash: '',
        mark: 'filled',
      },
      ...(analysis.seeds.length > 1
        ? [{ label: 'each seed', colour: 'currentColor', dash: '', mark: 'thin' as const }]
        : []),
    ],
  };
}

interface CourseCurve {
  readonly step: number;
  readonly colour: string;
  readonly points: readonly { readonly kept: number; readonly same: number }[];
  /** The same of each seed, where there are several. */
  readonly seeds: readonly (readonly { readonly kept: number; readonly same: number }[])[];
}

/** Curves at steps that are spread evenly over those which every seed has saved; a point is the mean over seeds. */
function curvesOf(analysis: Analysis, condition: string, cuts: ReturnType<typeof cutsIn>): CourseCurve[] {
  const bySteps = Map.groupBy(analysis.conditions[condition]?.checkpoints ?? [], ({ step }) => step);
  const seeds = Math.max(0, ...Array.from(bySteps.values(), ({ length }) => length));
  const measured = [...bySteps]
    .filter(
      ([, all]) => all.length === seeds && cuts.some(({ unchanged }) => all[0]!.estimates.get(unchanged)),
    )
    .sort(([a], [b]) => a - b);
  return spread(measured, CURVES).map(([step, all], place, { length }) => ({
    step,
    colour: RAMP[length === 1 ? 0 : Math.round((place * (RAMP.length - 1)) / (length - 1))]!,
    points: [
      ...cuts.flatMap(({ unchanged, kept }) => {
        const shares = all.flatMap(({ estimates }) => estimates.get(unchanged)?.mean ?? []);
        return shares.length === 0 ? [] : [{ kept, same: shares.reduce((a, b) => a + b) / shares.length }];
      }),
      { kept: 1, same: 1 },
    ],
    seeds: seeds < 2 ? [] : all.map(({ estimates }) => ofSeed(estimates, cuts)),
  }));
}

function ofSeed(
  estimates: CheckpointAnalysis['estimates'],
  cuts: ReturnType<typeof cutsIn>,
): CourseCurve['seeds'][number] {
  return [
    ...cuts.flatMap(({ unchanged, kept }) => {
      const same = estimates.get(unchanged)?.mean;
      return same === undefined ? [] : [{ kept, same }];
    }),
    { kept: 1, same: 1 },
  ];
}

function spread<T>(items: readonly T[], most: number): T[] {
  const count = Math.min(most, items.length);
  const places = Array.from({ length: count }, (_, i) =>
    Math.round((i * (items.length - 1)) / Math.max(1, count - 1)),
  );
  return places.map((place) => items[place]!);
}

function coursePanel(condition: string, curves: readonly CourseCurve[]): Panel {
  const label = curves.map(({ step, points }) => `update ${step}: ${percent(points[0]!.same)} at once`);
  // Where curves end together, their names would lie on each other: they stand in a list instead.
  const names = curves.map(({ step, colour }, place) => ({ step, colour, y: 0.08 + 0.08 * place }));
  return panel(condition, `${condition}: ${label.join(', ')}`, {
    ...KEPT_AXES,
    marks: [
      Plot.gridY({ ticks: [0, 0.25, 0.5, 0.75, 1], stroke: 'currentColor', strokeOpacity: 0.14 }),
      ...curves.flatMap(({ seeds, colour }) =>
        seeds.map((points) =>
          Plot.line(points, { x: 'kept', y: 'same', stroke: colour, strokeWidth: 0.8, strokeOpacity: 0.5 }),
        ),
      ),
      ...curves.map(({ points, colour }) =>
        Plot.line(points, { x: 'kept', y: 'same', stroke: colour, strokeWidth: 1.8 }),
      ),
      ...curves.map(({ points, colour }) => Plot.dot(points, { x: 'kept', y: 'same', r: 2.4, fill: colour })),
      Plot.ruleY(names, { y: 'y', x1: 0.82, x2: 0.87, stroke: 'colour', strokeWidth: 2.5 }),
      Plot.text(names, {
        x: 0.89,
        y: 'y',
        text: ({ step, y }) => (y === 0.08 ? `update ${step}` : String(step)),
        textAnchor: 'start',
        fill: 'currentColor',
      }),
    ],
  });
}
