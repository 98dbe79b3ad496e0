import { randomStream } from '@vestige/random';
import { expect, test } from 'vitest';
import { ofPolicy, overSeeds, resamplePrompts } from './bootstrap.ts';
import { percentileInterval } from './percentile.ts';
import type { PromptSums } from './sums.ts';

/** Two quantities, `a` and `b` = 1 - a, both over all prompts. */
function sumsOf(a: readonly number[]): PromptSums {
  return {
    prompts: a.length,
    width: 4,
    data: Float64Array.from(a.flatMap((value) => [value, 1 - value, 1, 1])),
  };
}

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
    const [low, high] = percentileInterval(column(overSeeds(policies, stream).resamples, 0), 0.95);
    if (low <= 0.7 && 0.7 <= high) held++;
  }
  return held / simulations;
}

test('over prompts of one policy, 95% intervals hold the truth about 95% of the time', () => {
  expect(coverage({})).toBeGreaterThan(0.91);
});

test('where seeds differ, three of them give intervals that are too narrow, ten nearly the right ones', () => {
  const three = coverage({ seeds: 3, spread: 0.1, prompts: 80, simulations: 150 });
  const ten = coverage({ seeds: 10, spread: 0.1, prompts: 80, simulations: 100 });
  expect(three).toBeGreaterThan(0.65);
  expect(three).toBeLessThan(0.9);
  expect(ten).toBeGreaterThan(0.84);
  // Where they do not, the second level errs on the safe side.
  expect(coverage({ seeds: 3, prompts: 80, simulations: 150 })).toBeGreaterThan(0.91);
});

test('quantities of one prompt stay together: a + b is 1 in every resample', () => {
  const stream = randomStream('paired');
  const seeds = [0.2, 0.8].map((p) =>
    resamplePrompts(sumsOf(Array.from({ length: 50 }, () => +stream.chance(p))), 200, stream),
  );
  for (const quantities of overSeeds(seeds, stream).resamples) {
    expect(quantities[0]! + quantities[1]!).toBeCloseTo(1, 12);
  }
});

test('seeds weigh the same however many prompts they have', () => {
  const stream = randomStream('weights');
  const seeds = [sumsOf([1]), sumsOf(new Array<number>(9).fill(0))].map((sums) =>
    resamplePrompts(sums, 300, stream),
  );
  const { measured, resamples } = overSeeds(seeds, stream);
  expect(measured[0]).toBe(0.5);
  expect(new Set(column(resamples, 0))).toEqual(new Set([0, 0.5, 1]));
});

test('with one seed only its prompts are drawn', () => {
  const means = resamplePrompts(sumsOf([1, 1, 0, 1]), 100, randomStream('one'));
  expect(overSeeds([means], randomStream('unused'))).toEqual(ofPolicy(means));
});
