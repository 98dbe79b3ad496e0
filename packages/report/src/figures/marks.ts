import * as Plot from '@observablehq/plot';
import { ANSWERS_FROM, type ByEstimator, type Interval, type Treatment } from '@vestige/analysis';
import { escapeText } from '../html.ts';
import { ACCENT, REFERENCE } from './colours.ts';

/**
 * What marks stand for, the same in every figure: a ring is a policy with its own reasoning, a disc one whose
 * reasoning or prompt was changed, a cross one that does not answer. Bars are intervals, small dots seeds.
 */
export type MarkKind = 'own' | 'changed' | 'silent';

/** A mean with its interval. */
export interface MeanMark {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly kind: MarkKind;
  readonly colour: string;
}

/** An entry of the key of a figure; a line unless it says otherwise. */
export interface KeyEntry {
  readonly label: string;
  readonly colour: string;
  readonly dash: string;
  readonly mark?: MarkKind | 'seeds' | 'mean' | 'open' | 'filled' | 'thin';
}

/** Radius of a mean, pixels. */
const RADIUS = 4.2;

/** Entries of the key for the marks that a figure has. */
export const KEY: Readonly<
  Record<'sampled' | 'own' | 'changed' | 'silent' | 'seeds' | 'guessing' | 'mean', KeyEntry>
> = {
  sampled: { label: 'own reasoning, as sampled', colour: REFERENCE, dash: '', mark: 'own' },
  own: { label: 'own reasoning, most probable answer', colour: ACCENT, dash: '', mark: 'own' },
  changed: {
    label: 'reasoning or prompt changed, most probable answer',
    colour: ACCENT,
    dash: '',
    mark: 'changed',
  },
  silent: {
    label: `does not answer: below ${100 * ANSWERS_FROM}% on all answers`,
    colour: 'currentColor',
    dash: '',
    mark: 'silent',
  },
  mean: { label: 'mean and interval over seeds and prompts', colour: 'currentColor', dash: '', mark: 'mean' },
  seeds: { label: 'each seed', colour: 'currentColor', dash: '', mark: 'seeds' },
  guessing: { label: 'guessing', colour: 'currentColor', dash: '4,3' },
};

/** Means with their intervals along the axis across, each on its row. */
export function meanMarks<T extends MeanMark>(rows: readonly T[], y: keyof T & string): Plot.Markish[] {
  const of = (kind: MarkKind) => rows.filter((row) => row.kind === kind);
  return [
    Plot.ruleY(rows, { x1: 'low', x2: 'high', y, stroke: 'colour', strokeWidth: 2.5 }),
    Plot.dot(of('changed'), { x: 'mean', y, r: RADIUS, fill: 'colour' }),
    Plot.dot(of('own'), { x: 'mean', y, r: RADIUS, stroke: 'colour', strokeWidth: 2 }),
    Plot.dot(of('silent'), { x: 'mean', y, r: RADIUS, symbol: 'times', stroke: 'colour', strokeWidth: 2 }),
  ];
}

/** Whether the policy does not answer under a treatment; false where that was not measured. */
export function silentUnder(estimates: ByEstimator<Interval>, treatment: Treatment): boolean {
  const mass = estimates.get({ quantity: 'mass', ...treatment });
  return mass !== undefined && mass.mean < ANSWERS_FROM;
}

/** Dots at points, and crosses where the policy does not answer. */
export function pointMarks<T extends { readonly silent: boolean }>(
  points: readonly T[],
  place: { readonly x: string; readonly y: string; readonly r: number },
  colour: string,
): Plot.Markish[] {
  const cross = { symbol: 'times', stroke: colour, strokeWidth: 2, r: Math.max(RADIUS, place.r) } as const;
  return [
    Plot.dot(
      points.filter(({ silent }) => !silent),
      { ...place, fill: colour },
    ),
    Plot.dot(
      points.filter(({ silent }) => silent),
      { ...place, ...cross },
    ),
  ];
}

/** Small dots, a seed each, under the means of their rows. */
export function seedMarks(points: readonly { readonly value: number }[], y: string): Plot.Markish {
  return Plot.dot(points, { x: 'value', y, r: 1.8, fill: 'currentColor', fillOpacity: 0.7, dy: 8 });
}

/** Width of the picture of an entry, pixels. */
export const SYMBOL_WIDTH = 24;

/** The picture of an entry of a key, from x on, around y: elements of SVG. */
export function keySymbol({ colour: given, dash, mark }: KeyEntry, x: number, y: number): string {
  const colour = escapeText(given);
  const middle = x + SYMBOL_WIDTH / 2;
  const line = (width: number, dashed = '') =>
    `<line x1="${x}" x2="${x + SYMBOL_WIDTH}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="${width}"${dashed && ` stroke-dasharray="${escapeText(dashed)}"`}/>`;
  const disc = (at: number, r: number, how: string) => `<circle cx="${at}" cy="${y}" r="${r}" ${how}/>`;
  const filled = `fill="${colour}"`;
  const open = `fill="none" stroke="${colour}" stroke-width="2"`;
  switch (mark) {
    case undefined:
      return line(2, dash);
    case 'thin':
      return line(0.9);
    case 'seeds':
      return [-7, 0, 7].map((dx) => disc(middle + dx, 1.8, `fill="${colour}" fill-opacity="0.7"`)).join('');
    case 'open':
      return disc(middle, RADIUS, open);
    case 'filled':
      return disc(middle, 2.6, filled);
    case 'own':
      return line(2.5) + disc(middle, RADIUS, open);
    case 'silent':
      return `${line(2.5)}<path d="M${middle - 4},${y - 4}l8,8m0,-8l-8,8" ${open}/>`;
    default:
      return line(2.5) + disc(middle, RADIUS, filled);
  }
}
