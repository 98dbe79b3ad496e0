import { expect, test } from 'vitest';
import { studentQuantile, studentTails } from './student.ts';

test('quantiles are those of the tables', () => {
  for (const [tail, degrees, t] of [
    [0.025, 1, 12.7062],
    [0.025, 2, 4.302653],
    [0.005, 2, 9.924843],
    [0.025, 4, 2.776445],
    [0.05, 9, 1.833113],
    [0.025, 100, 1.983972],
  ] as const) {
    expect(studentQuantile(tail, degrees)).toBeCloseTo(t, 4);
  }
});

test('tails and quantiles undo each other', () => {
  for (const degrees of [1, 2, 5, 30]) {
    expect(studentTails(studentQuantile(0.01, degrees), degrees)).toBeCloseTo(0.02, 9);
    expect(studentTails(0, degrees)).toBeCloseTo(1, 9);
  }
  expect(studentTails(Number.POSITIVE_INFINITY, 2)).toBe(0);
});
