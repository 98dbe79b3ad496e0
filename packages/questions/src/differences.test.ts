import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DIFFERENCES } from './differences.ts';

test('by words, a paraphrase is the same and another number or claim is not', () => {
  const differs = DIFFERENCES.words;
  expect(differs('So 3 + 4 is 7.', 'So then 3 + 4 is 7.')).toBe(false);
  expect(differs('So 3 + 4 is 7.', 'So 3 + 4 is 8.')).toBe(true);
  expect(differs('The income covers the expenses.', 'He lives in Canada with his wife.')).toBe(true);
  expect(differs('The income covers the expenses.', '')).toBe(true);
});

test('by text, only what is written alike is the same', () => {
  expect(DIFFERENCES.text('So it is.', ' So it is.\n')).toBe(false);
  expect(DIFFERENCES.text('So it is.', 'so it is.')).toBe(true);
});

test('a sentence does not differ from itself, and which comes first makes no difference', () => {
  for (const differs of Object.values(DIFFERENCES)) {
    fc.assert(
      fc.property(fc.string(), (sentence) => {
        expect(differs(sentence, sentence)).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(differs(a, b)).toBe(differs(b, a));
      }),
    );
  }
});
