import * as Plot from '@observablehq/plot';
import { ACCENT, type Figure, panel, percent, REFERENCE } from '@vestige/report/parts';
import type { CalibrationMetrics, Share } from './metrics.ts';
import { ALL, WHOLE } from './summarize.ts';
import { inOrder } from './words.ts';

const GRID = { stroke: 'currentColor', strokeOpacity: 0.14 };
/** Standard errors that the bars reach to either side. */
const REACH = 2;

/** Ends of the bar of a share, within 0 and 1. */
function bar({ share, error }: Share) {
  return { low: Math.max(0, share - REACH * error), high: Math.min(1, share + REACH * error) };
}

function styleOf(spread: number) {
  return spread === 0 ? { colour: ACCENT, dash: '' } : { colour: REFERENCE, dash: '6,3' };
}

function keyOf(spreads: readonly number[]) {
  return spreads.map((spread) => ({
    label: spread === 0 ? 'seeds alike' : 'seeds differ',
    ...styleOf(spread),
  }));
}

/** The spreads simulated, none first. */
export function spreadsOf({ verdicts }: CalibrationMetrics): number[] {
  return [...new Set(verdicts.map(({ spread }) => spread))].sort((a, b) => a - b);
}

/** Share of right verdicts against the number of prompts, a panel a policy. */
export function rightFigure(metrics: CalibrationMetrics): Figure {
  const wholes = metrics.verdicts.filter(({ subject }) => subject === WHOLE);
  const spreads = spreadsOf(metrics);
  const prompts = [...new Set(wholes.map((one) => one.prompts))];
  const panels = [...new Set(wholes.map(({ policy }) => policy))].map((policy) => {
    const own = wholes.filter((one) => one.policy === policy);
    const label = `${policy}: ${own.map((one) => `${percent(one.share)} right with ${one.prompts} prompts, spread ${one.spread}`).join('; ')}`;
    return panel(`${policy}: ${own[0]!.expected}`, label, {
      height: 150,
      marginLeft: 44,
      marginBottom: 36,
      x: {
        type: 'log',
        ticks: prompts,
        tickFormat: (x: number) => String(x),
        label: 'prompts a seed',
        labelAnchor: 'center',
        labelArrow: 'none',
      },
      y: { domain: [0, 1], ticks: [0, 0.5, 1], tickFormat: (y: number) => `${y * 100}%`, label: null },
      marks: [
        Plot.gridY({ ticks: [0, 0.25, 0.5, 0.75, 1], ...GRID }),
        ...spreads.flatMap((spread) => {
          const { colour, dash } = styleOf(spread);
          const points = own.filter((one) => one.spread === spread).map((one) => ({ ...one, ...bar(one) }));
          const place = { x: 'prompts', stroke: colour };
          return [
            Plot.line(points, { ...place, y: 'share', strokeDasharray: dash, strokeWidth: 1.5 }),
            Plot.ruleX(points, { ...place, y1: 'low', y2: 'high', strokeWidth: 2 }),
            Plot.dot(points, { x: 'prompts', y: 'share', r: 3, fill: colour }),
          ];
        }),
      ],
    });
  });
  return {
    name: 'right',
    title: 'Right verdicts against the number of prompts',
    caption: `Share of simulated experiments, of ${metrics.seeds} seeds each, whose verdict is the one that the policy was built for. Bars: ${REACH} standard errors.`,
    panels,
    columns: 3,
    key: keyOf(spreads),
  };
}

/** About so many labels have room below a narrow axis. */
const TICKS = 2;

/** Share of intervals that hold the truth, by estimator, a panel a spread. */
export function coverageFigure(metrics: CalibrationMetrics): Figure {
  const { confidence } = metrics;
  const most = Math.max(...metrics.coverage.map(({ prompts }) => prompts));
  const panels = spreadsOf(metrics).map((spread) => {
    const own = inOrder(
      metrics.coverage.filter((one) => one.policy === ALL && one.prompts === most && one.spread === spread),
    );
    const rows = own.map((one) => ({ ...one, ...bar(one) }));
    const { colour } = styleOf(spread);
    const label = rows.map(({ estimator, share }) => `${estimator} ${percent(share)}`).join(', ');
    return panel(spread === 0 ? 'seeds alike' : `seeds differ, spread ${spread}`, label, {
      height: 40 + 19 * rows.length,
      marginLeft: 172,
      marginBottom: 32,
      x: {
        domain: [Math.min(confidence - 0.05, ...rows.map(({ low }) => low)), 1],
        ticks: TICKS,
        tickFormat: (x: number) => `${Math.round(x * 100)}%`,
        label: null,
      },
      y: {
        domain: rows.map(({ estimator }) => estimator),
        label: null,
        tickSize: 0,
        type: 'point',
        padding: 0.6,
      },
      marks: [
        Plot.gridX({ ticks: TICKS, ...GRID }),
        Plot.ruleX([confidence], { stroke: 'currentColor', strokeDasharray: '4,3', strokeOpacity: 0.8 }),
        Plot.ruleY(rows, { x1: 'low', x2: 'high', y: 'estimator', stroke: colour, strokeWidth: 2 }),
        Plot.dot(rows, { x: 'share', y: 'estimator', r: 3.5, fill: colour }),
      ],
    });
  });
  return {
    name: 'coverage',
    title: 'Intervals that hold the truth',
    caption: `Share of ${+(confidence * 100).toFixed(2)}% intervals that hold the true value, of ${metrics.groups[0]!.policies.length} policies together, with ${most} prompts of each of ${metrics.seeds} seeds. Bars: ${REACH} standard errors; dashed: what they promise.`,
    panels,
    columns: 2,
  };
}
