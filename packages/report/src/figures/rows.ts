import * as Plot from '@observablehq/plot';
import type { Panel } from './figure.ts';
import { labelMargin, panel } from './plot.ts';

/** A value with its interval, if it has one. */
export interface RowDot {
  readonly mean: number;
  readonly low?: number;
  readonly high?: number;
  readonly colour: string;
  /** A ring instead of a disc. */
  readonly hollow?: boolean;
}

/** A line of a panel. */
export interface PanelRow {
  readonly label: string;
  /** Heading above the rows that have the same in a row. */
  readonly group?: string | undefined;
  readonly dots: readonly RowDot[];
  /** What stands in the place of the dots where there are none. */
  readonly note?: string;
}

/** A named stretch of the axis. */
interface Zone {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

interface RowsOptions {
  readonly domain: readonly [number, number];
  /** Where the grid is drawn, and labelled. */
  readonly ticks: readonly number[];
  readonly tickFormat: (x: number) => string;
  readonly width?: number;
  /** Heights of a row, in pixels. */
  readonly rowHeight?: number;
  readonly zones?: readonly Zone[];
  /** A dashed line with its name above, such as the accuracy of guessing. */
  readonly reference?: { readonly at: number; readonly label: string };
  /** Height above the first row, in pixels: with zones, of their labels. */
  readonly marginTop?: number;
  /** Whether a thin line joins the dots of a row. */
  readonly joined?: boolean;
}

/**
 * Dots with intervals on a common axis, a row for each label, with headings between groups of rows. What lies
 * outside the axis is drawn at its end.
 *
 * @param label of the picture, for readers who cannot see it
 */
export function rowsPanel(
  heading: string,
  label: string,
  rows: readonly PanelRow[],
  {
    domain,
    ticks,
    tickFormat,
    width = 320,
    rowHeight = 21,
    zones = [],
    reference,
    marginTop = 8,
    joined = false,
  }: RowsOptions,
): Panel {
  const placed: (PanelRow & { readonly at: number })[] = [];
  const headings: { readonly at: number; readonly text: string }[] = [];
  let at = 0;
  rows.forEach((row, i) => {
    if (row.group !== undefined && row.group !== rows[i - 1]?.group)
      headings.push({ at: at++, text: row.group });
    placed.push({ ...row, at: at++ });
  });
  const marginBottom = 30;
  const marginLeft = labelMargin(rows.map((row) => row.label));
  const dots = placed.flatMap((row) => row.dots.map((dot) => ({ ...dot, at: row.at })));
  const intervals = dots.filter(({ low, high }) => low !== undefined && high !== undefined);
  const joins = placed.flatMap(({ dots: [first, ...others], at: place }) =>
    first ? others.map((other) => ({ from: first.mean, to: other.mean, at: place })) : [],
  );
  const y = [-0.5, at - 0.5] as const;
  return panel(heading, label, {
    width,
    height: marginTop + rowHeight * at + marginBottom,
    marginTop,
    marginBottom,
    marginLeft,
    x: { domain, clamp: true, ticks, tickFormat, label: null },
    y: { domain: y, axis: null, reverse: true },
    marks: [
      ...zones
        .filter((_, i) => i % 2 === 0)
        .map(({ from, to }) =>
          Plot.rect([0], { x1: from, x2: to, y1: y[0], y2: y[1], fill: 'currentColor', fillOpacity: 0.07 }),
        ),
      Plot.gridX({ ticks, stroke: 'currentColor', strokeOpacity: 0.14 }),
      Plot.ruleX([...zones.slice(1).map(({ from }) => from), ...(reference ? [reference.at] : [])], {
        stroke: 'currentColor',
        strokeDasharray: '4,3',
        strokeOpacity: 0.8,
      }),
      Plot.text(zones, {
        x: ({ from, to }: Zone) => (from + to) / 2,
        frameAnchor: 'top',
        text: 'label',
        dy: -10,
        fontSize: 10.5,
      }),
      Plot.text(reference ? [reference] : [], {
        x: 'at',
        frameAnchor: 'top',
        text: 'label',
        dy: -8,
        fontSize: 10.5,
        fillOpacity: 0.75,
      }),
      Plot.text(headings, {
        frameAnchor: 'left',
        y: 'at',
        text: 'text',
        textAnchor: 'start',
        dx: -marginLeft + 2,
        fontWeight: 600,
      }),
      Plot.text(placed, { frameAnchor: 'left', y: 'at', text: 'label', textAnchor: 'end', dx: -8 }),
      Plot.text(
        placed.filter(({ note }) => note !== undefined),
        { x: domain[0], y: 'at', text: 'note', textAnchor: 'start', dx: 6, fillOpacity: 0.75 },
      ),
      ...(joined
        ? [Plot.ruleY(joins, { x1: 'from', x2: 'to', y: 'at', stroke: 'currentColor', strokeOpacity: 0.45 })]
        : []),
      Plot.ruleY(intervals, { x1: 'low', x2: 'high', y: 'at', stroke: 'colour', strokeWidth: 2.5 }),
      Plot.dot(
        dots.filter(({ hollow }) => !hollow),
        { x: 'mean', y: 'at', r: 4, fill: 'colour' },
      ),
      Plot.dot(
        dots.filter(({ hollow }) => hollow),
        { x: 'mean', y: 'at', r: 4.8, stroke: 'colour', strokeWidth: 2 },
      ),
    ],
  });
}

/** The axis of shares, in percent. */
export const SHARES = {
  domain: [0, 1],
  ticks: [0, 0.25, 0.5, 0.75, 1],
  tickFormat: (x: number) => `${x * 100}%`,
} as const;
