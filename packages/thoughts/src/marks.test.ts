import { expect, test } from 'vitest';
import { endMark, FAMILIES, familyOf } from './marks.ts';

test('a thought ends with the first control word of its closing mark', () => {
  const ends = Object.entries(FAMILIES).map(([name, family]) => [name, endMark(family)]);
  expect(Object.fromEntries(ends)).toEqual({
    think: '</think>',
    harmony: '<|end|>',
    gemma: '<channel|>',
    mistral: '[/THINK]',
    reasoning: '</reasoning>',
  });
  expect(endMark(familyOf({ open: '<a>', close: '</a>b' }))).toBe('</a>b');
});
