import * as Plot from '@observablehq/plot';
import type { FeatureHistory, Reinforcement } from '@vestige/reinforcement';
import { ACCENT, type Figure, panel, percent, REFERENCE } from '@vestige/report/parts';
import type { ReportedRun } from './input.ts';

const STEPS = {
  label: 'step',
  labelAnchor: 'center',
  labelArrow: 'none',
  ticks: 4,
  tickFormat: (x: number) => String(x),
} as const;
const GRID = { stroke: 'currentColor', strokeOpacity: 0.14 };
const COLOURS = [ACCENT, REFERENCE, '#2e8b57', '#8a56c2', '#b5476d', '#767676'];
/** Lives that are drawn of each run. */
const LIVES = 12;

type Point = Reinforcement['curves']['points'][number];

interface Curve {
  readonly title: string;
  readonly value: (point: Point) => number | null | undefined;
  readonly share?: true;
}

const CURVES: readonly Curve[] = [
  { title: 'reward', value: ({ reward }) => reward },
  { title: 'words', value: ({ words }) => words },
  { title: 'cut off for their length', value: ({ cut }) => cut, share: true },
  { title: 'thoughts that never end', value: ({ boundaries }) => boundaries.unfinished, share: true },
  { title: 'entropy of the words, bits', value: ({ entropy }) => entropy },
  { title: 'several scripts in one rollout', value: ({ mixedScripts }) => mixedScripts, share: true },
];

/** Curves over training, a line a run. */
export function curvesFigure(runs: readonly ReportedRun[]): Figure | undefined {
  const parts = [
    ...new Set(
      runs.flatMap(({ reinforcement }) => reinforcement.curves.points.flatMap((p) => Object.keys(p.parts))),
    ),
  ];
  const curves = [
    ...CURVES.slice(0, 1),
    ...parts.map((part): Curve => ({ title: `reward: ${part}`, value: (point) => point.parts[part] })),
    ...CURVES.slice(1),
  ];
  const panels = curves.flatMap(({ title, value, share }) => {
    const lines = runs.map(({ name, reinforcement }, i) => ({
      name,
      stroke: COLOURS[i % COLOURS.length]!,
      points: reinforcement.curves.points.flatMap((point) => {
        const y = value(point);
        return point.last === null || y === null || y === undefined ? [] : [{ x: point.last, y }];
      }),
    }));
    const drawn = lines.filter(({ points }) => points.length > 1);
    const all = drawn.flatMap(({ points }) => points.map(({ y }) => y));
    // A share that stays 0 says nothing.
    if (drawn.length === 0 || (share && all.every((y) => y === 0))) return [];
    const told = (y: number) => (share ? percent(y) : y.toPrecision(3));
    const label = drawn
      .map(
        ({ name, points }) =>
          `${name}: ${told(points[0]!.y)} at step ${points[0]!.x}, ${told(points.at(-1)!.y)} at step ${points.at(-1)!.x}`,
      )
      .join('; ');
    return [
      panel(title, label, {
        height: 150,
        marginLeft: 48,
        marginBottom: 34,
        x: STEPS,
        y: {
          label: null,
          ticks: 4,
          nice: true,
          ...(share && { tickFormat: (y: number) => `${Math.round(y * 100)}%`, zero: true }),
        },
        marks: [
          Plot.gridY({ ticks: 4, ...GRID }),
          ...drawn.map(({ stroke, points }) =>
            Plot.line(points, { x: 'x', y: 'y', stroke, strokeWidth: 1.6 }),
          ),
        ],
      }),
    ];
  });
  if (panels.length === 0) return undefined;
  return {
    name: 'curves',
    title: 'Over training',
    caption: 'Means of the rollouts of a step, or of neighbouring steps where there are many.',
    panels,
    columns: 3,
    ...(runs.length > 1 && {
      key: runs.map(({ name }, i) => ({ label: name, colour: COLOURS[i % COLOURS.length]!, dash: '' })),
    }),
  };
}

/** The lives of the features that received most, of a run. */
export function livesFigure({ name, reinforcement }: ReportedRun, several: boolean): Figure | undefined {
  const { features, windows } = reinforcement;
  const found = features.filter(({ received }) => received?.discovered);
  const largest = found
    .toSorted((a, b) => Math.abs(b.received!.value) - Math.abs(a.received!.value))
    .slice(0, LIVES);
  if (largest.length === 0 || windows.length < 2 || windows[0]!.last === null) return undefined;
  return {
    name: several ? `lives-${name}` : 'lives',
    title: several ? `Lives of phrases in ${name}` : 'Lives of phrases',
    caption: `The ${largest.length} features that received most, up or down. Blue: share of rollouts that have it. Orange, on the same steps: reinforcement it received so far, as a share of the most that any of these had.`,
    panels: largest.map((feature) => life(feature, reinforcement, mostReceived(largest))),
    columns: 3,
    key: [
      { label: 'share of rollouts', colour: ACCENT, dash: '' },
      { label: 'reinforcement received so far', colour: REFERENCE, dash: '5,3' },
    ],
  };
}

/** Sums of the covariance so far, by window. */
function receivedSoFar({ course }: FeatureHistory): number[] {
  let sum = 0;
  return course.covariance.map((covariance) => {
    sum += covariance ?? 0;
    return sum;
  });
}

function mostReceived(features: readonly FeatureHistory[]): number {
  return Math.max(...features.flatMap((feature) => receivedSoFar(feature).map(Math.abs)), Number.MIN_VALUE);
}

function life(feature: FeatureHistory, { windows }: Reinforcement, most: number) {
  const { name, course, frequency } = feature;
  const at = (values: readonly number[]) => values.map((y, i) => ({ x: windows[i]!.last!, y }));
  const shares = at(course.frequency);
  const received = at(receivedSoFar(feature).map((sum) => sum / most));
  const low = Math.min(0, ...received.map(({ y }) => y));
  const label = `${name}: in ${percent(frequency.first ?? frequency.all)} of the first third of rollouts, ${percent(frequency.last ?? frequency.all)} of the last`;
  return panel(name, label, {
    height: 140,
    marginLeft: 44,
    marginBottom: 34,
    x: STEPS,
    y: { domain: [low, 1], label: null, ticks: 3, tickFormat: (y: number) => `${Math.round(y * 100)}%` },
    marks: [
      Plot.gridY({ ticks: 3, ...GRID }),
      Plot.line(received, { x: 'x', y: 'y', stroke: REFERENCE, strokeWidth: 1.4, strokeDasharray: '5,3' }),
      Plot.line(shares, { x: 'x', y: 'y', stroke: ACCENT, strokeWidth: 1.8 }),
    ],
  });
}
