import { expect, test } from 'vitest';
import { clopperPearson } from './clopperPearson.ts';

test.for([
  // scipy.stats.binomtest(k, n).proportion_ci(.95, 'exact')
  [3, 3, 0.292402, 1],
  [2, 3, 0.094299, 0.991596],
  [0, 3, 0, 0.707598],
  [1, 1, 0.025, 1],
  [7, 10, 0.347547, 0.933261],
] as const)('%i of %i as scipy has it', ([count, of, low, high]) => {
  const interval = clopperPearson(count, of, 0.95);
  expect(interval[0]).toBeCloseTo(low, 5);
  expect(interval[1]).toBeCloseTo(high, 5);
});
