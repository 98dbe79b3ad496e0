import { expect, test } from 'vitest';
import { holm } from './holm.ts';

test("Holm's correction multiplies the smallest by the count, the next by one less, and never falls", () => {
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  expect(holm([0.9, 0.5])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});
