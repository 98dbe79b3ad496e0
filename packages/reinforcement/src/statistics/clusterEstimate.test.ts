import { randomStream } from '@vestige/random';
import { expect, test } from 'vitest';
import { clusterEstimator } from './clusterEstimate.ts';

const OPTIONS = { resamples: 400, confidence: 0.95 };

test.for([30, 200])('intervals of a sum over %i clusters hold the truth in 95 %%', (clusters) => {
  const stream = randomStream('coverage', clusters);
  const estimate = clusterEstimator(clusters, OPTIONS);
  let held = 0;
  let rejected = 0;
  const of = 2000;
  for (let i = 0; i < of; i++) {
    const values = Float64Array.from({ length: clusters }, () => stream.normal());
    const sum = values.reduce((all, value) => all + value, 0);
    const { low, high, p } = estimate(
      sum,
      values.map((value) => value - sum / clusters),
      clusters,
    );
    held += Number(low! <= 0 && 0 <= high!);
    rejected += Number(p! < 0.05);
  }
  expect(held / of).toBeGreaterThan(0.94);
  expect(held / of).toBeLessThan(0.965);
  expect(rejected / of).toBeGreaterThan(0.035);
  expect(rejected / of).toBeLessThan(0.06);
});

test('fewer than 30 problems have a value alone', () => {
  const estimate = clusterEstimator(100, OPTIONS);
  expect(estimate(1, new Float64Array(100).fill(0.1), 29)).toEqual({
    ...{ value: 1, low: null, high: null, p: null, problems: 29 },
  });
});
