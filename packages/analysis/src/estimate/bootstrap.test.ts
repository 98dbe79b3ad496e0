import { randomStream } from '@vestige/random';
import { expect, test } from 'vitest';
import type { PromptSums } from '../read/sums.ts';
import { ofPolicy, overSeeds, resamplePrompts } from './bootstrap.ts';
import { intervalOf } from './interval.ts';

/** Two quantities, `a` and `b` = 1 - a, both over all prompts. */
function sumsOf(a: readonly number[]): PromptSums {
  return {
    prompts: a.length,
    width: 4,
    data: Float64Array.from(a.flatMap((value) => [value, 1 - value, 1, 1])),
  };
}

const FIRST = {
  key: { quantity: 'length', part: 'cot' },
  on: [0],
  value: (q: Float64Array) => q[0]!,
  range: [0, 1],
} as const;
const column = (resamples: readonly Float64Array[], k: number) => Float64Array.from(resamples, (q) => q[k]!);

/** Share of simulated experiments whose 95% interval holds the true accuracy. */
function coverage({ seeds = 1, prompts = 150, spread = 0, simulations = 300, resamples = 200 }): number {
  let held = 0;
  for (let s = 0; s < simulations; s++) {
    const stream = randomStream('coverage', seeds, spread, s);
    const policies = Array.from({ length: seeds }, () => {
      const p = 0.7 + spread * stream.normal();
      const correct = Array.from({ length: prompts }, () => +stream.chance(p));
      return resamplePrompts(sumsOf(correct), resamples, stream);
    });
    const [low, high] = intervalOf(FIRST, overSeeds(policies), 0.95);
    if (low <= 0.7 && 0.7 <= high) held++;
  }
  return held / simulations;
}

test('over prompts of one policy, 95% intervals hold the truth about 95% of the time', () => {
  expect(coverage({})).toBeGreaterThan(0.91);
});

test('over few seeds they do, too, whether seeds differ or not', () => {
  for (const spread of [0, 0.1]) {
    const three = coverage({ seeds: 3, spread, prompts: 80, resamples: 60 });
    expect(three).toBeGreaterThan(0.92);
    expect(three).toBeLessThan(0.99);
  }
});

test('quantities of one prompt stay together: a + b is 1 in every resample', () => {
  const stream = randomStream('paired');
  const seeds = [0.2, 0.8].map((p) =>
    resamplePrompts(sumsOf(Array.from({ length: 50 }, () => +stream.chance(p))), 200, stream),
  );
  for (const quantities of overSeeds(seeds).resamples) {
    expect(quantities[0]! + quantities[1]!).toBeCloseTo(1, 12);
  }
});

test('seeds weigh the same however many prompts they have', () => {
  const stream = randomStream('weights');
  const seeds = [sumsOf([1]), sumsOf(new Array<number>(9).fill(0))].map((sums) =>
    resamplePrompts(sums, 300, stream),
  );
  const { measured, resamples } = overSeeds(seeds);
  expect(measured[0]).toBe(0.5);
  expect(new Set(column(resamples, 0))).toEqual(new Set([0.5]));
});

test('with one seed only its prompts are drawn', () => {
  const means = resamplePrompts(sumsOf([1, 1, 0, 1]), 100, randomStream('one'));
  expect(overSeeds([means])).toEqual(ofPolicy(means));
});
