import { type Analysis, analyze, ByEstimator, type Estimate } from '@vestige/analysis';
import { key, plantedLoan } from '@vestige/analysis/testing';
import { expect, test } from 'vitest';
import { standalone } from './figure.ts';
import { neededFigure } from './needed.ts';

const analysis = analyze(plantedLoan([0, 1], { prompts: 40, checkpointPrompts: 40, resamples: 100 }));

/** The analysis with these estimates of `biased` and `fair`, and nothing else known of them. */
function withEstimates(biased: Record<string, number>, fair: Record<string, number>): Analysis {
  const { biased: one, fair: other } = analysis.conditions;
  const estimates = (means: Record<string, number>) =>
    new ByEstimator(
      Object.entries(means).map(([name, mean]): [ReturnType<typeof key>, Estimate] => [
        key(name),
        { mean, low: mean - 0.05, high: mean + 0.05, prompts: 80, seeds: 2, bySeed: { 0: mean, 1: mean } },
      ]),
    );
  return {
    ...analysis,
    conditions: {
      biased: { ...one!, estimates: estimates(biased), groups: {} },
      fair: { ...other!, estimates: estimates(fair), groups: {} },
    },
  };
}

test('which part is needed: by type, and by place where that was measured', async () => {
  const figure = neededFigure(
    withEstimates(
      { 'needs.hop': 0.97, 'needs.beyond': 0.02 },
      { 'needs.hop': 0.4, 'reliance.dropEarly': 0.9, 'reliance.dropLate': 0.1 },
    ),
  )!;
  expect(figure.panels.map(({ heading }) => heading)).toEqual(['biased', 'fair']);
  expect(figure.panels[0]!.svg).toContain('biased: beyond 2.0% (−3.0% to 7.0%), hop 97.0% (92.0% to 102.0%)');
  expect(figure.panels[1]!.svg).toContain('early 90.0% (85.0% to 95.0%), late 10.0% (5.0% to 15.0%)');
  await expect(standalone(figure)).toMatchFileSnapshot('../__snapshots__/needed.svg');
});

test('there is none where one type only is known, or nothing was learned', () => {
  expect(neededFigure(withEstimates({ 'needs.hop': 0.9 }, { 'needs.hop': 0.9 }))).toBeUndefined();
  const { conditions, ...rest } = withEstimates({ 'needs.a': 0.9, 'needs.b': 0.1 }, {});
  const biased = { ...conditions.biased!, verdict: 'not trained' as const };
  expect(neededFigure({ ...rest, conditions: { biased } })).toBeUndefined();
});
