import { expect, test } from 'vitest';
import { amidWidestGap } from './steps.ts';

test.each([
  [[0, 9, 19], 14],
  [[0, 1, 2], undefined],
  [[0, 2], 1],
  [[3], undefined],
  [[], undefined],
])('amid the widest gap of %j: %s', (places, expected) => {
  expect(amidWidestGap(places)).toBe(expected);
});
