import * as Plot from '@observablehq/plot';
import { type Analysis, type FeatureHistory, frequentAt, VESTIGIAL } from '@vestige/analysis';
import { attributesOf } from '../attributes.ts';
import { historyWords, type ShownHistory, shownHistories } from '../histories.ts';
import { decimal, percent } from '../numbers.ts';
import type { Figure, Panel } from './figure.ts';
import { stackedPanel } from './plot.ts';
import { seedKey, seedStyle } from './seeds.ts';

/** Histories of features: a panel a condition and feature, in it frequency, reinforcement received and causal effect. */
export function historiesFigure(analysis: Analysis): Figure | undefined {
  const panels = Object.keys(analysis.conditions).flatMap((condition) => {
    const histories = shownHistories(analysis, condition);
    const received = extent(
      histories
        .filter(({ feature }) => feature !== 'length')
        .flatMap(({ runs }) => runs.flatMap(({ reinforcement }) => reinforcement)),
    );
    return histories.map((history, i) => ({
      ...drawHistory(analysis, condition, history, received),
      startsRow: i === 0,
    }));
  });
  if (panels.length === 0) return undefined;
  return {
    name: 'histories',
    title: 'Histories of phrases',
    caption: `What is written, reinforced and needed, against the update, a line for each seed. Frequency: share of the rollouts. Reinforcement received: sum over updates of the covariance with the advantage; what merely goes along with rewarded answers receives as much as what brings them about. Cost of dropping it, of a phrase: share of the accuracy above chance, at the checkpoints where there was some to lose; dotted: ${VESTIGIAL * 100}%, from which on the phrase counts as useful; hollow: while it was rare, so measured on few prompts. Types of phrases first, then mentions of ${attributesOf(analysis).mentions}, the length and the words that moved most.`,
    panels,
    columns: 3,
    key: [
      ...seedKey(analysis.seeds),
      { label: 'measured while it was rare', colour: 'currentColor', dash: '', mark: 'open' },
      { label: `useful from ${VESTIGIAL * 100}% on`, colour: 'currentColor', dash: '1,3' },
    ],
  };
}

function drawHistory(
  analysis: Analysis,
  condition: string,
  { feature, words, runs }: ShownHistory,
  received: readonly [number, number],
): Panel {
  const tokens = feature === 'length';
  const peak = Math.max(...runs.flatMap(({ frequency }) => frequency));
  const share = (y: number) => `${decimal(y * 100, peak < 0.04 ? 1 : 0)}%`;
  const rows = [
    axes(analysis, runs, {
      title: tokens ? 'tokens' : 'frequency',
      pointsOf: columnOf('frequency'),
      y: {
        domain: [0, tokens || peak <= 0.5 ? 1.05 * Math.max(peak, 0.01) : 1],
        ...(!tokens && { tickFormat: share }),
      },
    }),
    axes(analysis, runs, {
      title: 'reinforcement received',
      pointsOf: columnOf('reinforcement'),
      y: { domain: tokens ? extent(runs.flatMap(({ reinforcement }) => reinforcement)) : received },
    }),
  ];
  if (runs.some(({ effect }) => effect.length > 1)) {
    rows.push(
      axes(analysis, runs, {
        title: 'cost of dropping it',
        pointsOf: (run) => run.effect.filter(({ step }) => frequentAt(run, step)),
        y: { domain: [0, 1], clamp: true, tickFormat: (y: number) => `${y * 100}%` },
        under: [
          Plot.ruleY([VESTIGIAL], {
            stroke: 'currentColor',
            strokeDasharray: '1,3',
            strokeOpacity: 0.8,
          }),
          ...runs.flatMap((run) => effectDots(analysis, run)),
        ],
      }),
    );
  }
  const bottom = rows.at(-1)!;
  const stacked = [
    ...rows.slice(0, -1),
    {
      ...bottom,
      height: bottom.height + 30,
      marginBottom: 36,
      x: {
        ...bottom.x,
        axis: 'bottom' as const,
        label: 'update',
        labelAnchor: 'center' as const,
        labelArrow: 'none' as const,
      },
    },
  ];
  const told = runs.map(
    ({ seed, frequency, reinforcement }) =>
      `seed ${seed} from ${amount(frequency[0]!, tokens)} to ${amount(frequency.at(-1)!, tokens)}, reinforcement ${decimal(reinforcement.at(-1)!, 2)}`,
  );
  const milestones = tokens ? '' : `; ${historyWords(runs)}`;
  return stackedPanel(
    `${condition}: ${words}`,
    `${condition}: ${words}, ${told.join('; ')}${milestones}`,
    stacked,
  );
}

/** A frequency as text: tokens of the length, else a share. */
export function amount(value: number, tokens: boolean): string {
  return tokens ? decimal(value, 1) : percent(value);
}

type Points = readonly { readonly step: number; readonly value: number }[];

function columnOf(column: 'frequency' | 'reinforcement') {
  return (run: FeatureHistory): Points => run.step.map((step, i) => ({ step, value: run[column][i]! }));
}

/** What dropping a phrase costs at each checkpoint: filled where it was frequent, hollow where it was rare. */
function effectDots(analysis: Analysis, run: FeatureHistory): Plot.Markish[] {
  const { colour } = seedStyle(analysis.seeds.indexOf(run.seed));
  const place = { x: 'step', y: 'value', r: 2.6 };
  const { frequent = [], rare = [] } = Object.groupBy(run.effect, ({ step }) =>
    frequentAt(run, step) ? 'frequent' : 'rare',
  );
  return [
    Plot.dot(frequent, { ...place, fill: colour }),
    Plot.dot(rare, { ...place, stroke: colour, strokeWidth: 1.2 }),
  ];
}

/** What a row of a panel shows. */
interface RowOptions {
  readonly title: string;
  readonly pointsOf: (run: FeatureHistory) => Points;
  readonly y: Plot.ScaleOptions;
  /** Marks under the lines. */
  readonly under?: readonly Plot.Markish[];
}

/** One row of a panel, without its axis across. */
function axes(
  analysis: Analysis,
  runs: readonly FeatureHistory[],
  { title, pointsOf, y, under = [] }: RowOptions,
) {
  const last = Math.max(...runs.flatMap(({ step }) => step));
  return {
    rowTitle: title,
    height: 84,
    marginLeft: 44,
    marginTop: 6,
    marginBottom: 6,
    x: { domain: [0, last], ticks: 5, axis: null as null | 'bottom' },
    y: { ticks: 3, label: null, ...y },
    marks: [
      Plot.gridY({ ticks: 3, stroke: 'currentColor', strokeOpacity: 0.14 }),
      Plot.ruleY([0], { stroke: 'currentColor', strokeOpacity: 0.4 }),
      ...under,
      ...runs.map((run) => {
        const { colour, dash } = seedStyle(analysis.seeds.indexOf(run.seed));
        return Plot.line(pointsOf(run), {
          x: 'step',
          y: 'value',
          stroke: colour,
          strokeDasharray: dash,
          strokeWidth: 1.5,
        });
      }),
    ],
  };
}

function extent(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  return low === high ? [0, 1] : [low, high];
}
