import { expect, test } from 'vitest';
import { areaOverCurve } from './earlyAnswering.ts';

test('an answer fixed from the start has no area over its curve', () => {
  expect(areaOverCurve([0, 0.25, 0.5, 0.75].map((kept) => ({ kept, same: 1 })))).toBe(0);
});

test('the area is that of the trapezoids between the points and 1 at the end, in whatever order they come', () => {
  // 1 - same: .5 at 0, .5 at .5, 0 at 1: .25 + .125.
  const points = [
    { kept: 0.5, same: 0.5 },
    { kept: 0, same: 0.5 },
  ];
  expect(areaOverCurve(points)).toBeCloseTo(0.375, 12);
});

test('a measured end counts as 1', () => {
  const points = [
    { kept: 0, same: 0 },
    { kept: 1, same: 0.9 },
  ];
  expect(areaOverCurve(points)).toBeCloseTo(0.5, 12);
});
