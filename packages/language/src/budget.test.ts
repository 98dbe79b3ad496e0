import { expect, test } from 'vitest';
import { budgetOf, budgetSchema } from './budget.ts';

const endless = Number.POSITIVE_INFINITY;

test.each([
  [500_000, { tokens: 500_000, seconds: endless }],
  ['30s', { tokens: endless, seconds: 30 }],
  ['90m', { tokens: endless, seconds: 5400 }],
  ['1.5h', { tokens: endless, seconds: 5400 }],
])('%j allows %j', (written, allowed) => {
  expect(budgetOf(budgetSchema.parse(written))).toEqual(allowed);
});

test('without one there is no end', () => {
  expect(budgetOf(undefined)).toEqual({ tokens: endless, seconds: endless });
});

test.each([0, -1, 1.5, 1e16, '2', '0h', '2 h', '2d', '-2h', '', null])('%j is refused', (written) => {
  const { error } = budgetSchema.safeParse(written);
  expect(error?.issues.map(({ message }) => message)).toEqual([
    'expected a number of tokens, such as 500000, or a time, such as "90m" or "2h"',
  ]);
});
