import { expect, test } from 'vitest';
import { quantile, quartilesOf, ratios } from './statistics.ts';

test('quantiles are linear between order statistics, whatever the order of the sample', () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([4, 1, 3, 2, 5], 0.25)).toBe(2);
  expect(quantile([10], 0.75)).toBe(10);
  expect(() => quantile([], 0.5)).toThrow(/empty/);
});

test('a spread is the median between the quartiles', () => {
  expect(quartilesOf([5, 1, 2, 4, 3])).toEqual({ low: 2, median: 3, high: 4 });
});

test('ratios are taken pair by pair', () => {
  expect(ratios([2, 9], [1, 3])).toEqual([2, 3]);
  expect(() => ratios([1], [1, 2])).toThrow(/1 repetitions cannot be paired with 2/);
});
