import * as Plot from '@observablehq/plot';
import type { Analysis, DriftFigure } from '@vestige/analysis';
import { decimal } from '../numbers.ts';
import type { Figure, Panel } from './figure.ts';
import { panel } from './plot.ts';
import { seedKey, seedStyle } from './seeds.ts';
import { sweepGroups } from './sweepGroups.ts';

/** A run whose drift was measured, in figures, as a point may need it. */
interface Drifted {
  readonly seed: number;
  /** What its sweep gave it; undefined without one. */
  readonly value: unknown;
  /** A figure of the drift of the word, on all prompts. */
  readonly figure: (name: DriftFigure) => number | undefined;
  /** Change of the word's share on the prompts of each kind; empty if there is one kind only. */
  readonly strata: readonly { readonly stratum: string; readonly change: number }[];
}

/** Runs that belong into one panel: those of a sweep, or of a condition by itself. */
interface Group {
  readonly name: string;
  readonly word: string;
  readonly field: string | undefined;
  readonly runs: readonly Drifted[];
}

const PANELS_A_ROW = 4;
const AXIS = { labelAnchor: 'center', labelArrow: 'none', ticks: 5 } as const;

/** Drift of words over training, as the policy gradient predicts it and as it came out. */
export function driftFigure(analysis: Analysis): Figure | undefined {
  return figureOf(analysis, groupsOf(analysis), {
    name: 'drift',
    title: 'Drift of words, as predicted',
    caption:
      'Change of the log-odds of a word over training, one dot a run: measured, against what plain policy gradient predicts with nothing fitted (filled) and against the step that the optimizer took (open). On the diagonal they agree.',
    dots: { filled: 'against plain policy gradient', open: 'against the step of the optimizer' },
    draw: ({ name, word, runs }, styles) => {
      const points = runs.flatMap((run) => {
        const [measured, predicted, alongStep] = (['measured', 'predicted', 'alongStep'] as const).map(
          (change) => run.figure(`total.${change}`),
        );
        if (measured === undefined || predicted === undefined || alongStep === undefined) return [];
        return [{ measured, predicted, alongStep, colour: styles(run.seed) }];
      });
      const most = Math.max(
        0.01,
        ...points.flatMap(({ colour: _, ...values }) => Object.values(values).map(Math.abs)),
      );
      const domain = [-1.05 * most, 1.05 * most];
      return panel(`${name}: ${word}`, `${name}: drift of ${word}, measured against predicted`, {
        ...square({ domain, label: 'predicted' }, { domain, label: 'measured' }),
        marks: [
          Plot.line(
            domain.map((x) => ({ x })),
            { x: 'x', y: 'x', stroke: 'currentColor', strokeDasharray: '4,3', strokeOpacity: 0.8 },
          ),
          Plot.dot(points, { x: 'alongStep', y: 'measured', r: 4.5, stroke: 'colour' }),
          Plot.dot(points, { x: 'predicted', y: 'measured', r: 2.6, fill: 'colour' }),
        ],
      });
    },
  });
}

/** Initial slope of the log-odds against the covariance with the advantage. */
export function driftCovarianceFigure(analysis: Analysis): Figure | undefined {
  return figureOf(analysis, groupsOf(analysis), {
    name: 'drift-covariance',
    title: 'Drift of words by covariance',
    caption:
      'Mean change of the log-odds of a word an update, over the first updates, against its covariance with the advantage, one dot a run: over the whole batch (filled) and within prompts that are alike (open), which alone selects.',
    dots: { filled: 'over the whole batch', open: 'within prompts that are alike' },
    draw: ({ name, word, runs }, styles) => {
      const points = runs.flatMap((run) => {
        const [measured, covariance, within] = (['measured', 'covariance', 'covarianceWithin'] as const).map(
          (figure) => run.figure(`initial.${figure}`),
        );
        if (measured === undefined || covariance === undefined || within === undefined) return [];
        return [{ measured, covariance, within, colour: styles(run.seed) }];
      });
      const y = 1.1 * Math.max(0.01, ...points.map(({ measured }) => Math.abs(measured)));
      const x = 1.1 * Math.max(0.05, ...points.map(({ covariance }) => Math.abs(covariance)));
      return panel(`${name}: ${word}`, `${name}: initial slope of ${word} against its covariance`, {
        ...square({ domain: [-x, x], label: 'covariance' }, { domain: [-y, y], label: 'nats an update' }),
        marks: [
          Plot.ruleX([0], { stroke: 'currentColor', strokeOpacity: 0.3 }),
          Plot.ruleY([0], { stroke: 'currentColor', strokeOpacity: 0.3 }),
          Plot.dot(points, { x: 'within', y: 'measured', r: 4.5, stroke: 'colour' }),
          Plot.dot(points, { x: 'covariance', y: 'measured', r: 2.6, fill: 'colour' }),
        ],
      });
    },
  });
}

/** Change of a word's frequency against the value that a sweep gave. */
export function driftChangeFigure(analysis: Analysis): Figure | undefined {
  const swept = groupsOf(analysis).filter(({ runs }) => runs.every(({ value }) => typeof value === 'number'));
  const byKind = swept.some(({ runs }) => runs.some(({ strata }) => strata.length > 0));
  return figureOf(analysis, swept, {
    name: 'drift-change',
    title: 'Change of the share of words',
    caption: `Share of completions that hold the word, after training less before it, against the swept value; one dot a run, a line for each seed.${byKind ? ' Small and dashed: the same on the prompts of one kind; kinds that move apart may leave the whole where it was.' : ''}`,
    draw: ({ name, word, field, runs }, styles) => {
      const points = runs.flatMap(({ seed, value, figure }) => {
        const change = figure('change');
        return change === undefined ? [] : [{ seed, value: value as number, change, colour: styles(seed) }];
      });
      const estimate = analysis.sweeps[name]?.estimates.get({
        quantity: 'drift',
        word,
        figure: 'change.slope',
      });
      const heading = `${name}: ${word}${estimate ? `, slope ${decimal(estimate.mean, 2)}` : ''}`;
      const kinds = runs.flatMap(({ seed, value, strata }) =>
        strata.map(({ stratum, change }) => ({
          ...{ seed, value: value as number, stratum, change, colour: styles(seed) },
          line: `${seed} ${stratum}`,
        })),
      );
      const last = [...Map.groupBy(kinds, ({ stratum }) => stratum).values()].map((own) =>
        own.reduce((best, point) => (point.value > best.value ? point : best)),
      );
      const most = 1.1 * Math.max(0.1, ...[...points, ...kinds].map(({ change }) => Math.abs(change)));
      return panel(heading, `${name}: change of the share of ${word} against ${field}`, {
        ...square({ label: field ?? '' }, { domain: [-most, most], label: 'change of the share' }),
        marks: [
          Plot.ruleY([0], { stroke: 'currentColor', strokeOpacity: 0.3 }),
          ...(kinds.length === 0
            ? []
            : [
                Plot.line(kinds, {
                  ...{ x: 'value', y: 'change', z: 'line', stroke: 'colour' },
                  ...{ strokeOpacity: 0.5, strokeDasharray: '3,3' },
                }),
                Plot.dot(kinds, { x: 'value', y: 'change', r: 1.6, stroke: 'colour' }),
                Plot.text(last, {
                  ...{ x: 'value', y: 'change', text: 'stratum', textAnchor: 'end' as const },
                  ...{ dx: -4, dy: -7, fill: 'currentColor' },
                }),
              ]),
          Plot.line(points, { x: 'value', y: 'change', z: 'seed', stroke: 'colour', strokeOpacity: 0.5 }),
          Plot.dot(points, { x: 'value', y: 'change', r: 2.6, fill: 'colour' }),
        ],
      });
    },
  });
}

interface Drawing extends Pick<Figure, 'name' | 'title' | 'caption'> {
  /** What filled and open dots are; undefined where there are no open ones. */
  readonly dots?: { readonly filled: string; readonly open: string };
  draw(group: Group, colourOf: (seed: number) => string): Panel;
}

function figureOf(
  analysis: Analysis,
  groups: readonly Group[],
  { draw, dots, ...told }: Drawing,
): Figure | undefined {
  if (groups.length === 0) return undefined;
  const colourOf = (seed: number) => seedStyle(analysis.seeds.indexOf(seed)).colour;
  return {
    ...told,
    panels: groups.map((group) => draw(group, colourOf)),
    columns: Math.min(PANELS_A_ROW, groups.length),
    key: [
      ...seedKey(analysis.seeds).map((entry) => ({ ...entry, dash: '' })),
      ...(dots
        ? [
            { label: dots.filled, colour: 'currentColor', dash: '', mark: 'filled' as const },
            { label: dots.open, colour: 'currentColor', dash: '', mark: 'open' as const },
          ]
        : []),
    ],
  };
}

function square(x: Plot.ScaleOptions, y: Plot.ScaleOptions) {
  return {
    ...{ height: 272, marginTop: 24, marginLeft: 50, marginBottom: 36 },
    x: { ...AXIS, ...x },
    y: { ...AXIS, labelAnchor: 'top' as const, ...y },
  };
}

function groupsOf(analysis: Analysis): Group[] {
  return sweepGroups(analysis).flatMap(({ name, field, points }) => {
    const runs = points.flatMap(({ condition, value }) =>
      (analysis.conditions[condition]?.drift ?? []).map((run) => ({ condition, value, run })),
    );
    return [...Map.groupBy(runs, ({ run }) => run.word)].map(([word, members]) => ({
      ...{ name, word, field },
      runs: members.map(({ condition, value, run }) => {
        const ofSeed = (key: { readonly figure: DriftFigure; readonly stratum?: string }) =>
          analysis.conditions[condition]?.estimates.get({ quantity: 'drift', word, ...key })?.bySeed[
            run.seed
          ];
        const figure = (name: DriftFigure) => ofSeed({ figure: name });
        const strata = run.strata.flatMap(({ stratum }) => {
          const change = ofSeed({ figure: 'change', stratum });
          return change === undefined ? [] : [{ stratum, change }];
        });
        return { seed: run.seed, value, figure, strata };
      }),
    }));
  });
}
