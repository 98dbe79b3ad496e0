import { expect, test } from 'vitest';
import { halfWidth, twoSided } from './normal.ts';

test('the normal distribution, from tables', () => {
  expect(twoSided(0)).toBeCloseTo(1, 6);
  expect(twoSided(1.959964)).toBeCloseTo(0.05, 6);
  expect(twoSided(-2.575829)).toBeCloseTo(0.01, 6);
  expect(twoSided(Number.POSITIVE_INFINITY)).toBe(0);
  expect(halfWidth(0.95)).toBeCloseTo(1.959964, 5);
  expect(halfWidth(0.99)).toBeCloseTo(2.575829, 5);
});
