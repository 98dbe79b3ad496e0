import { type Analysis, analyze, ByEstimator } from '@vestige/analysis';
import { key, plantedLoan } from '@vestige/analysis/testing';
import { expect, test } from 'vitest';
import { standalone } from './figure.ts';
import { forcingFigure } from './forcing.ts';

const sizes = { prompts: 40, checkpointPrompts: 40, resamples: 100 };
const analysis = analyze(plantedLoan([0, 1], sizes));
const series = (value: number) => [value, value + 0.1, value + 0.2];
const followed = (i: number, seed: number) => ({
  ...{ word: 'hmm', seed, step: [1, 61, 121], frequency: series(0.3 + i / 10 + seed / 5) },
  ...{ covariance: series(0), covarianceWithin: series(0), selection: series(0) },
  ...{ predicted: series(0), alongStep: series(0), measured: series(0), strata: [] },
});
/** Forcing `hmm` decides less and less, while it is written more and more. */
const forced: Analysis = {
  ...analysis,
  conditions: Object.fromEntries(
    Object.entries(analysis.conditions).map(([name, condition]) => [
      name,
      {
        ...condition,
        drift: name === 'base' ? [] : [0, 1].map((seed) => followed(name === 'biased' ? 0 : 1, seed)),
        checkpoints: condition.checkpoints.map((checkpoint) => {
          const mean = 0.8 * (1 - checkpoint.step / 160);
          const estimate = { mean, low: mean, high: mean, prompts: 40 };
          return { ...checkpoint, estimates: new ByEstimator([[key('effect.force.hmm'), estimate]]) };
        }),
      },
    ]),
  ),
  sweeps: {
    doses: {
      field: 'reinforcement.kl',
      points: [
        { condition: 'biased', value: 0.1 },
        { condition: 'fair', value: 0.2 },
      ],
      estimates: new ByEstimator(),
    },
  },
};

test('the effect of forcing a word and its share, a row a sweep', async () => {
  const figure = forcingFigure(forced)!;
  // The base has one checkpoint only, and no line.
  expect(figure.panels.map(({ heading }) => heading)).toEqual([
    'doses: effect of forcing hmm',
    'doses: share of hmm',
  ]);
  await expect(standalone(figure)).toMatchFileSnapshot('../__snapshots__/forcing.svg');
});

test('without followed words there are no shares', () => {
  const conditions = Object.fromEntries(
    Object.entries(forced.conditions).map(([name, condition]) => [name, { ...condition, drift: [] }]),
  );
  expect(forcingFigure({ ...forced, conditions })!.panels).toHaveLength(1);
});

test('where no word was forced there is no figure', () => {
  expect(forcingFigure(analysis)).toBeUndefined();
});
