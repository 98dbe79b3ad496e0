import { expect, test } from 'vitest';
import { jensenShannon } from './jensenShannon.ts';

test('it is 0 between equals, ln 2 between opposites, and symmetric', () => {
  expect(jensenShannon(0.3, 0.3)).toBeCloseTo(0, 12);
  expect(jensenShannon(0, 1)).toBeCloseTo(Math.LN2, 12);
  expect(jensenShannon(0.2, 0.7)).toBeCloseTo(jensenShannon(0.7, 0.2), 12);
});
