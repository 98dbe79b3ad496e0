import { randomStream } from '@vestige/random';
import { expect, test } from 'vitest';
import { analyze } from '../analyze.ts';
import { key, type PlantedPolicy, plantedRun } from '../testing/index.ts';
import { overSeeds, resamplePrompts } from './bootstrap.ts';
import type { Estimator } from './estimator.ts';
import { differenceInterval } from './interval.ts';

const reader: PlantedPolicy = { reads: 1, glances: 0, skill: 0.95 };
const glancer: PlantedPolicy = { reads: 0, glances: 1, skill: 0.95 };

function contrasted(seeds: readonly number[], bases: Readonly<Record<string, string>>) {
  const conditions = { tied: reader, loose: glancer, again: reader };
  return analyze({
    experiment: 'contrasts',
    conditions: Object.entries(conditions).map(([name, policy]) => ({
      name,
      rule: 'factors',
      base: bases[name],
      runs: seeds.map((seed) => plantedRun({ condition: name, seed, prompts: 200, policy })),
    })),
    environment: { chance: 0.5 },
    options: { resamples: 500, confidence: 0.95 },
    backend: 'none',
    kernels: undefined,
  });
}
const shared = { tied: 'base', loose: 'base', again: 'base' };

test('any two conditions are held against each other, paired where they share their base', () => {
  const { contrasts, conditions } = contrasted([0, 1, 2], shared);
  expect(contrasts.map(({ a, b, paired }) => [a, b, paired])).toEqual([
    ['tied', 'loose', true],
    ['tied', 'again', true],
    ['loose', 'again', true],
  ]);
  const [first, second] = contrasts;
  const now = first!.estimates.get(key('accuracy.now'))!;
  const [tied, loose] = ['tied', 'loose'].map(
    (name) => conditions[name]!.estimates.get(key('accuracy.now'))!.mean,
  );
  expect(now.difference).toBeCloseTo(tied! - loose!, 5);
  expect(now).toMatchObject({ prompts: 1200, seeds: 3 });
  expect(now.high).toBeLessThan(-0.3);
  expect(now.holm).toBeGreaterThanOrEqual(now.p);
  expect(first!.estimates.get(key('reliance.minimum'))!.low).toBeGreaterThan(0.5);
  // The same policy on other prompts: nothing tells them apart.
  for (const { holm, low, high } of second!.estimates.values()) {
    expect(holm).toBeGreaterThan(0.05);
    expect(low).toBeLessThanOrEqual(1e-9);
    expect(high).toBeGreaterThanOrEqual(-1e-9);
  }
});

test('conditions with bases of their own are independent, and one seed has an interval over prompts', () => {
  expect(contrasted([0, 1, 2], {}).contrasts.every(({ paired }) => !paired)).toBe(true);
  const [first] = contrasted([4], shared).contrasts;
  expect(first!.paired).toBe(true);
  expect(first!.estimates.get(key('accuracy.now'))!.seeds).toBe(1);
  expect(first!.estimates.get(key('accuracy.now'))!.high).toBeLessThan(-0.3);
});

const SHARE: Estimator = { key: key('accuracy.own'), on: [0], value: (q) => q[0]!, range: [0, 1] };

/** Share of intervals of a difference that hold the truth, seeds differing by a part that both conditions share. */
function coverage(paired: boolean, simulations = 300): { held: number; width: number } {
  let [held, width] = [0, 0];
  for (let s = 0; s < simulations; s++) {
    const stream = randomStream('contrast coverage', String(paired), s);
    const policies = Array.from({ length: 4 }, () => {
      const common = 0.08 * stream.normal();
      return [0.7, 0.5].map((p) => {
        const prompts = 200;
        const data = new Float64Array(2 * prompts);
        for (let i = 0; i < prompts; i++) {
          data[2 * i] = +stream.chance(p + common);
          data[2 * i + 1] = 1;
        }
        return resamplePrompts({ prompts, width: 2, data }, 200, stream);
      });
    });
    const [a, b] = [0, 1].map((k) => overSeeds(policies.map((pair) => pair[k]!)));
    const { low, high } = differenceInterval([SHARE, a!], [SHARE, b!], paired, 0.95)!;
    if (low <= 0.2 && 0.2 <= high) held++;
    width += (high - low) / simulations;
  }
  return { held: held / simulations, width };
}

test('95% intervals of a difference hold the truth; pairing takes out what seeds share', () => {
  const [paired, apart] = [coverage(true), coverage(false)];
  expect(paired.held).toBeGreaterThan(0.92);
  expect(paired.held).toBeLessThan(0.98);
  expect(apart.held).toBeGreaterThan(0.94);
  expect(paired.width).toBeLessThan(0.8 * apart.width);
});
