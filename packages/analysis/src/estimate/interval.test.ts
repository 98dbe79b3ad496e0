import { randomStream } from '@vestige/random';
import { expect, test } from 'vitest';
import { ByEstimator } from '../keys/keyed.ts';
import { key } from '../testing/index.ts';
import { overSeeds, resamplePrompts } from './bootstrap.ts';
import { estimatorsOf } from './estimator.ts';
import { intervalOf, pValueOf } from './interval.ts';

const NAMES = ['accuracy.frozen', 'accuracy.now', 'accuracy.cut0', 'accuracy.filler', 'difference.now'];
const estimators = new ByEstimator(estimatorsOf(NAMES.map(key), 0.5).map((one) => [one.key, one]));
const named = (name: string) => estimators.get(key(name))!;

/** Policies that are right after their reasoning, and without it as given by seed. */
function policies(now: readonly number[], prompts = 100) {
  return overSeeds(
    now.map((share, seed) => {
      const data = new Float64Array(prompts * 10).fill(1);
      for (let p = 0; p < prompts; p++) {
        const right = +(p < share * prompts);
        data.set([1, right, right, right, right - 1], p * 10);
      }
      return resamplePrompts({ prompts, width: 10, data }, 200, randomStream('interval', seed));
    }),
  );
}

test('over three seeds it is the t interval of their values', () => {
  const [low, high] = intervalOf(named('accuracy.now'), policies([0.6, 0.7, 0.8]), 0.95);
  const reach = (4.302653 * 0.1) / Math.sqrt(3);
  expect(low).toBeCloseTo(0.7 - reach, 5);
  expect(high).toBeCloseTo(0.7 + reach, 5);
});

test('seeds that agree by luck keep a quarter of the interval over prompts', () => {
  const agreeing = policies([0.7, 0.7, 0.7]);
  const [low, high] = intervalOf(named('accuracy.now'), agreeing, 0.95);
  const standardError = Math.sqrt((0.7 * 0.3) / 300);
  expect(high - low).toBeGreaterThan(0.4 * 1.96 * standardError);
  expect(high - low).toBeLessThan(0.6 * 1.96 * standardError);
});

test('an interval ends where the estimator does', () => {
  const [low, high] = intervalOf(named('accuracy.now'), policies([1, 0.2, 0.9]), 0.95);
  expect([low, high]).toEqual([0, 1]);
});

test('the least of removals that are all the same has a lower end like each, and a higher upper end', () => {
  const seeds = policies([0.6, 0.7, 0.65]);
  const [low, high] = intervalOf(named('reliance.minimum'), seeds, 0.95);
  const [oneLow, oneHigh] = intervalOf(named('reliance.now'), seeds, 0.95);
  expect(low).toBeCloseTo(oneLow, 9);
  expect(high).toBeGreaterThan(oneHigh);
});

test('a removal that clearly costs more does not widen the interval of the least', () => {
  const shares = [0.9, 0.91, 0.92];
  const prompts = 400;
  const least = (filler: (share: number) => number) => {
    const seeds = overSeeds(
      shares.map((share, seed) => {
        const data = new Float64Array(prompts * 10).fill(1);
        for (let p = 0; p < prompts; p++) {
          // The two that contend lose other prompts each, so that neither is always the least.
          const [now, cut0] = [p < share * prompts, p >= (1 - share) * prompts];
          data.set([1, +now, +cut0, +(p < filler(share) * prompts), +now - 1], p * 10);
        }
        return resamplePrompts({ prompts, width: 10, data }, 200, randomStream('least', seed));
      }),
    );
    const [low, high] = intervalOf(named('reliance.minimum'), seeds, 0.95);
    return { low, high, alone: intervalOf(named('reliance.now'), seeds, 0.95) };
  };
  const clear = least(() => 0.2);
  expect(clear.high).toBeCloseTo(clear.alone[1], 9);
  expect(least((share) => share).high).toBeGreaterThan(clear.high + 1e-3);
  expect(clear.low).toBeCloseTo(clear.alone[0], 9);
});

test('the p-value and the interval agree on whether there is a difference', () => {
  for (const shares of [
    [0.99, 0.9, 0.8],
    [0.5, 0.55, 0.6],
    [0.9, 0.9, 0.91],
    [0.98, 1, 1],
  ]) {
    const seeds = policies(shares);
    const [, high] = intervalOf(named('difference.now'), seeds, 0.95);
    expect(pValueOf(named('difference.now'), seeds) < 0.05).toBe(high < 0);
  }
});
