import { randomStream } from '@vestige/random';
import { expect, test } from 'vitest';
import type { PromptSums } from '../read/sums.ts';
import { acceleratedInterval, acceleratedPValue } from './accelerated.ts';
import { ofPolicy, resamplePrompts } from './bootstrap.ts';
import { singlePrompts } from './influence.ts';
import { intervalOf } from './interval.ts';

const FIRST = { on: [0], value: (q: Float64Array) => q[0]! };

/** Share of simulated experiments whose 95% interval holds the truth, of a file whose prompts give 0 or 1. */
function coverage(
  draw: (stream: ReturnType<typeof randomStream>) => { values: readonly number[]; lenders: Int32Array },
  truth: number,
  isOfFile: boolean,
): number {
  const simulations = 300;
  let held = 0;
  for (let s = 0; s < simulations; s++) {
    const stream = randomStream('accelerated', s);
    const { values, lenders } = draw(stream);
    const sums: PromptSums = {
      prompts: values.length,
      width: 2,
      data: Float64Array.from(values.flatMap((value) => [value, 1])),
    };
    const known = singlePrompts(sums, { by: new Map([['swap', lenders]]), read: [['swap']] });
    const means = { ...resamplePrompts(sums, 300, stream), single: isOfFile ? known : undefined };
    const [low, high] = intervalOf(FIRST, ofPolicy(means), 0.95);
    if (low <= truth && truth <= high) held++;
  }
  return held / simulations;
}

test('of a rare answer: percentiles miss on one side, accelerated ones do not', () => {
  const rare = (stream: ReturnType<typeof randomStream>) => ({
    values: Array.from({ length: 120 }, () => +stream.chance(0.03)),
    lenders: new Int32Array(120).fill(-1),
  });
  expect(coverage(rare, 0.03, false)).toBeLessThan(0.9);
  expect(coverage(rare, 0.03, true)).toBeGreaterThan(0.92);
});

test.each([
  [12, 0.65],
  [24, 0.8],
])(
  'of prompts that borrow from %i of 120: the bootstrap over prompts is far too narrow, the dyadic variance is not',
  (few, most) => {
    // They answer otherwise than the rest and lend to it; half of all reasoning is followed wherever it is shown.
    const borrowing = (stream: ReturnType<typeof randomStream>) => {
      const followed = Array.from({ length: 120 }, () => +stream.chance(0.5));
      const lenders = Int32Array.from(followed, (_, p) => (p < few ? few + p : p % few));
      return { values: Array.from(lenders, (lender) => followed[lender]!), lenders };
    };
    expect(coverage(borrowing, 0.5, false)).toBeLessThan(most);
    expect(coverage(borrowing, 0.5, true)).toBeGreaterThan(0.9);
  },
);

test('without skewness, bias and dependence it is the percentiles', () => {
  const values = Float64Array.from({ length: 2001 }, (_, i) => i / 1000 - 1);
  const [low, high] = acceleratedInterval(0, values, { squares: 1, cubes: 0, dyadic: 0.5 }, 0.025);
  expect(low).toBeCloseTo(-0.95, 6);
  expect(high).toBeCloseTo(0.95, 6);
});

test('prompts that depend on each other stretch it about the estimate', () => {
  const values = Float64Array.from({ length: 2001 }, (_, i) => i / 1000 - 1);
  const [low, high] = acceleratedInterval(0, values, { squares: 1, cubes: 0, dyadic: 4 }, 0.025);
  expect(low).toBeCloseTo(-1.9, 6);
  expect(high).toBeCloseTo(1.9, 6);
});

test('p-value and interval agree on whether there is a difference', () => {
  for (const cubes of [-0.5, 0, 0.5]) {
    for (const mean of [-0.8, -0.6, -0.4, 0, 0.4, 0.6, 0.8]) {
      const stream = randomStream('agree', cubes);
      const values = Float64Array.from({ length: 1000 }, () => mean + 0.3 * stream.normal());
      const moments = { squares: 1, cubes, dyadic: 1.2 };
      const [low, high] = acceleratedInterval(mean, values, moments, 0.025);
      expect(acceleratedPValue(mean, values, moments) < 0.05).toBe(low > 0 || high < 0);
    }
  }
});

test('what is the same for every prompt has no width and no p-value below 1 at 0', () => {
  const none = { squares: 0, cubes: 0, dyadic: 0 };
  expect(acceleratedInterval(0, new Float64Array(100), none, 0.025)).toEqual([0, 0]);
  expect(acceleratedPValue(0, new Float64Array(100), none)).toBe(1);
});
