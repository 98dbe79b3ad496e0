import { expect, test } from 'vitest';
import { type Cost, stopAt } from './askingCost.ts';

const TOKENS = { tokens: 1000, seconds: Number.POSITIVE_INFINITY };
const TIME = { tokens: Number.POSITIVE_INFINITY, seconds: 100 };
const cost = (tokens: number, seconds = 0): Cost => ({ tokens, seconds });

test('reasoning stops where what else is asked about it could not be paid any more', () => {
  const probed = { questions: 4, forOwn: cost(40), forAll: cost(120) };
  // Beside its reasoning a question costs 20.
  const stops = (tokens: number) => stopAt(TOKENS, () => cost(tokens), probed);
  expect(stops(800)('own', 9)).toBe(false);
  expect(stops(800)('own', 10)).toBe(true);
  expect(stops(999)('whole', 10)).toBe(false);
  expect(stops(1000)('whole', 10)).toBe(true);
});

test('where the first questions were known before, half is kept', () => {
  for (const [budget, spent] of [
    [TOKENS, (share: number) => cost(1000 * share)],
    [TIME, (share: number) => cost(0, 100 * share)],
  ] as const) {
    const stop = (share: number) =>
      stopAt(budget, () => spent(share), { questions: 4, forOwn: cost(0, 0.01), forAll: cost(0, 0.02) });
    expect(stop(0.49)('own', 10)).toBe(false);
    expect(stop(0.5)('own', 10)).toBe(true);
    expect(stop(0.99)('whole', 10)).toBe(false);
  }
});

test('the first questions are kept whatever they cost', () => {
  const stop = stopAt(TOKENS, () => cost(5000), { questions: 4, forOwn: cost(2000), forAll: cost(5000) });
  for (const phase of ['own', 'whole'] as const) {
    expect([0, 3, 4].map((done) => stop(phase, done))).toEqual([false, false, true]);
  }
});
