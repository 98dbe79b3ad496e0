import { expect, test } from 'vitest';
import { distinctTokens } from './recording.ts';

test('tokens of texts that begin alike are counted once, as far as they do', () => {
  expect(distinctTokens([])).toBe(0);
  expect(distinctTokens([{ tokens: [1, 2, 3] }, { tokens: [1, 2, 4] }, { tokens: [1, 2] }])).toBe(4);
  // The same token after another one is another one.
  expect(distinctTokens([{ tokens: [1, 2] }, { tokens: [2, 1] }])).toBe(4);
});
