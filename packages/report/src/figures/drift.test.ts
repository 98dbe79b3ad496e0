import { analyze } from '@vestige/analysis';
import { plantedLoan } from '@vestige/analysis/testing';
import { describe, expect, test } from 'vitest';
import { renderReport } from '../report.ts';
import { fixture } from '../testing/fixture.ts';
import { driftChangeFigure, driftCovarianceFigure, driftFigure } from './drift.ts';
import { standalone } from './figure.ts';

const sizes = { prompts: 40, checkpointPrompts: 10, resamples: 100 };
/** By condition, the covariance planted. */
const PLANTED: Readonly<Record<string, number>> = { biased: 0.1, fair: -0.05 };
/** Drift that goes with the covariance: four times as large as predicted, a fifth of it noise by seed. */
const plantedDrift = (covariance: number, seed: number) =>
  Array.from({ length: 12 }, (_, i) => ({
    ...{ step: i + 1, word: 'hmm', stratum: null, frequency: 0.5 + covariance * (i / 6), coupling: 2 },
    ...{ covariance, covariance_within: covariance / 2, selection: covariance / 3 },
    ...{ predicted: covariance / 4, along_step: covariance, measured: covariance * (1 + (seed - 1) / 5) },
  }));
const input = plantedLoan([0, 1, 2], sizes);
const conditions = input.conditions.map((condition) => {
  const covariance = PLANTED[condition.name];
  if (covariance === undefined) return condition;
  const runs = condition.runs.map((run) => ({ ...run, drift: plantedDrift(covariance, run.seed) }));
  return { ...condition, runs };
});
const SWEPT: Readonly<Record<string, number>> = { biased: 0.1, fair: -0.1 };
const sweptOf = (all: typeof conditions) =>
  all.map((condition) => {
    const value = SWEPT[condition.name];
    const swept = { of: 'doses', field: 'reinforcement.kl', value };
    return value === undefined ? condition : { ...condition, swept };
  });
const inSweep = analyze({ ...input, conditions: sweptOf(conditions) });
const alone = analyze({ ...input, conditions });

const FIGURES = [driftFigure, driftCovarianceFigure, driftChangeFigure];

describe('drift of words', () => {
  test.for(FIGURES)('%o of a sweep looks as it did', async (draw) => {
    const figure = draw(inSweep)!;
    expect(figure.panels.map(({ heading }) => heading.split(',')[0])).toEqual(['doses: hmm']);
    const svg = standalone(figure);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    // A point for each of two conditions and three seeds.
    const panels = figure.panels.map((panel) => panel.svg).join('');
    expect(panels.match(/<circle/g)!.length % 6).toBe(0);
    await expect(svg).toMatchFileSnapshot(`../__snapshots__/${figure.name}.svg`);
  });

  test('kinds of prompts that move apart are beside the whole', async () => {
    const apart = conditions.map((condition) => ({
      ...condition,
      runs: condition.runs.map((run) => {
        if (!run.drift) return run;
        const drift = [...run.drift];
        const kinds = drift.flatMap((row) =>
          [0.15, -0.15].map((measured, k) => ({
            ...{
              ...row,
              stratum: `bit=${'AB'[k]}`,
              frequency: 0.5,
              measured,
              coupling: null,
              selection: null,
            },
          })),
        );
        return { ...run, drift: [...drift, ...kinds] };
      }),
    }));
    const analysis = analyze({ ...input, conditions: sweptOf(apart) });
    const svg = standalone(driftChangeFigure(analysis)!);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(svg.match(/<circle/g)).toHaveLength(18);
    expect(svg).toContain('bit=A');
    await expect(svg).toMatchFileSnapshot('../__snapshots__/drift-change-strata.svg');
    const { html, metrics } = renderReport({ ...fixture(sizes), analysis });
    expect(html).toContain('title="drift.hmm.within.bit=A.change"');
    // Odds times exp(12 x .15).
    const change = metrics.conditions.fair!.estimates['drift.hmm.within.bit=B.change']!.mean;
    expect(change).toBeCloseTo(1 / (1 + Math.exp(1.8)) - 0.5, 3);
  });

  test('conditions without a sweep have a panel each, and nothing to be put against', () => {
    expect(driftFigure(alone)!.panels.map(({ heading }) => heading)).toEqual(['biased: hmm', 'fair: hmm']);
    expect(driftChangeFigure(alone)).toBeUndefined();
  });

  test('without measured drifts there is no figure', () => {
    const plain = analyze(input);
    for (const draw of FIGURES) expect(draw(plain)).toBeUndefined();
  });

  test('estimates over a sweep are in the page and in metrics.json', () => {
    const { html, metrics } = renderReport({ ...fixture(sizes), analysis: inSweep });
    expect(html).toContain('<h3>Over the points of a sweep</h3>');
    expect(html).toContain('title="drift.hmm.predicted.slope"');
    const { field: of, conditions, estimates } = metrics.families.doses!;
    expect([of, conditions]).toEqual(['reinforcement.kl', ['biased', 'fair']]);
    expect(estimates['drift.hmm.predicted.slope']!.mean).toBeCloseTo(4, 5);
    expect(estimates['drift.hmm.predicted.slope']!.bySeed).toEqual({ 0: 3.2, 1: 4, 2: 4.8 });
    expect(metrics.conditions.biased!.estimates['drift.hmm.initial.covariance']!.mean).toBeCloseTo(0.1, 5);
  });
});
