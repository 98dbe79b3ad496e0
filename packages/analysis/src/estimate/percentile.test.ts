import { expect, test } from 'vitest';
import { percentileInterval, pValueOfZero, quantile } from './percentile.ts';

test('quantiles interpolate between the sorted values', () => {
  expect(quantile([0, 1, 2, 3], 0.5)).toBe(1.5);
  expect(quantile([4], 0.9)).toBe(4);
  expect(quantile([], 0.5)).toBeNaN();
});

test('the interval leaves out equal shares at both ends, and values that are not defined', () => {
  const values = Float64Array.from({ length: 9 }, (_, i) => 8 - i);
  expect(percentileInterval(values, 0.5)).toEqual([2, 6]);
  expect(percentileInterval(Float64Array.of(Number.NaN, 2, 2), 0.9)).toEqual([2, 2]);
});

test('the p-value of 0 is small if 0 lies outside the resamples, 1 if all are 0, never 0', () => {
  expect(pValueOfZero(new Float64Array(999).fill(-0.4))).toBeCloseTo(0.002, 12);
  expect(pValueOfZero(new Float64Array(999))).toBe(1);
  expect(pValueOfZero(Float64Array.from({ length: 999 }, (_, i) => i - 499))).toBe(1);
});
