import * as Plot from '@observablehq/plot';
import type { Analysis } from '@vestige/analysis';
import type { Figure, Panel } from './figure.ts';
import { KEY } from './marks.ts';
import { panel } from './plot.ts';
import { seedStyle } from './seeds.ts';
import { type SweepGroup, sweepGroups } from './sweepGroups.ts';

/** A condition against the update: mean over its seeds. */
interface Line {
  readonly label: string;
  readonly dash: string;
  readonly points: readonly { readonly step: number; readonly value: number }[];
  /** What the means are of. */
  readonly single: readonly { readonly step: number; readonly value: number }[];
}

/** What forcing words does to the answer at each checkpoint, beside how often they are written. */
export function forcingFigure(analysis: Analysis): Figure | undefined {
  const panels = sweepGroups(analysis).flatMap((group) => {
    const types = new Set(
      group.points.flatMap(({ condition }) =>
        (analysis.conditions[condition]?.checkpoints ?? []).flatMap(({ estimates }) =>
          estimates.keys().flatMap((key) => (key.quantity === 'effect' ? (key.unit ?? []) : [])),
        ),
      ),
    );
    return [...types].flatMap((type) => {
      const effects = linesOf(group, (condition) =>
        (analysis.conditions[condition]?.checkpoints ?? []).flatMap(({ step, estimates }) => {
          const value = estimates.get({ quantity: 'effect', intervention: 'force', unit: type })?.mean;
          return value === undefined ? [] : [{ step, value }];
        }),
      );
      if (effects.every(({ points }) => points.length < 2)) return [];
      const shares = linesOf(group, (condition) =>
        (analysis.conditions[condition]?.drift ?? [])
          .filter(({ word }) => word === type)
          .flatMap(({ step, frequency }) => frequency.map((value, i) => ({ step: step[i]! - 1, value }))),
      );
      return [
        drawn(`${group.name}: effect of forcing ${type}`, effects, [-1, 1]),
        ...(shares.some(({ points }) => points.length > 0)
          ? [drawn(`${group.name}: share of ${type}`, shares, [0, 1])]
          : []),
      ];
    });
  });
  if (panels.length === 0) return undefined;
  return {
    name: 'forcing',
    title: 'What forcing a word does, by checkpoint',
    caption:
      'Left: probability of the label after a chain of thought made to begin with the word, less that after one that may not use it, against the update: how far the word decides the answer through what is written after it. Right: share of completions that hold the word. Means over seeds; the swept value stands at each line.',
    panels,
    columns: 2,
    key: [
      { label: 'mean over seeds, the swept value beside it', colour: 'currentColor', dash: '' },
      ...(analysis.seeds.length > 1 ? [KEY.seeds] : []),
    ],
  };
}

function linesOf({ points }: SweepGroup, valuesOf: (condition: string) => Line['points']): Line[] {
  return points.map(({ condition, value }, place) => {
    const single = valuesOf(condition);
    const steps = Map.groupBy(single, ({ step }) => step);
    const means = [...steps].map(([step, values]) => ({
      step,
      value: values.reduce((sum, one) => sum + one.value, 0) / values.length,
    }));
    return {
      label: value === undefined ? '' : String(value),
      dash: seedStyle(place).dash,
      single: [...steps.values()].some(({ length }) => length > 1) ? single : [],
      points: means.sort((a, b) => a.step - b.step),
    };
  });
}

function drawn(heading: string, lines: readonly Line[], domain: [number, number]): Panel {
  const ticks = [...new Set([domain[0], 0, 0.5, 1])];
  return panel(heading, `${heading}, against the update, a line for each condition`, {
    ...{ height: 190, marginLeft: 44, marginBottom: 34, marginRight: 34 },
    x: { label: 'update', labelAnchor: 'center', labelArrow: 'none', ticks: 5 },
    y: { domain, ticks, label: null },
    marks: [
      Plot.gridY({ ticks, stroke: 'currentColor', strokeOpacity: 0.14 }),
      ...lines.flatMap(({ label, dash, points, single }) => [
        Plot.dot(single, { x: 'step', y: 'value', r: 1.8, fill: 'currentColor', fillOpacity: 0.7 }),
        Plot.line(points, {
          ...{ x: 'step', y: 'value', stroke: 'currentColor', strokeWidth: 1.6, strokeDasharray: dash },
        }),
        Plot.text(points.slice(-1), {
          ...{ x: 'step', y: 'value', text: () => label, fill: 'currentColor' },
          ...{ textAnchor: 'start', dx: 4 },
        }),
      ]),
    ],
  });
}
