import { expect, test } from 'vitest';
import { summarize, turns } from './measure.ts';

test('every repetition begins with another system', () => {
  expect(turns(3, 0)).toEqual([0, 1, 2]);
  expect(turns(3, 1)).toEqual([1, 2, 0]);
  expect(turns(2, 3)).toEqual([1, 0]);
});

test('repetitions are kept apart, what they returned is averaged', () => {
  const runs = [
    { ms: 10, cpuMs: 11, tokens: 100 },
    { ms: 12, cpuMs: 13, tokens: 110 },
  ];
  expect(summarize(runs)).toEqual({ ms: [10, 12], cpuMs: [11, 13], means: { tokens: 105 } });
});
