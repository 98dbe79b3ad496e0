import { expect, test } from 'vitest';
import { WrittenTokens } from './writtenTokens.ts';

/** One token a word, where it was not written. */
const tokenize = (text: string) => text.split(/(?= )/).map((word) => 1000 + word.length);

test('what was written has the tokens it was written in, whole or cut where a token ends', () => {
  const written = new WrittenTokens();
  written.add([7, 8, 9], ['So', ' the', ' answer']);
  expect(written.of('So the answer', tokenize)).toEqual([7, 8, 9]);
  expect(written.of('So the', tokenize)).toEqual([7, 8]);
  expect(written.of('', tokenize)).toEqual([]);
});

test('what was not written is tokenized, behind the longest beginning that was', () => {
  const written = new WrittenTokens();
  written.add([7, 8, 9], ['So', ' the', ' answer']);
  expect(written.of('So the ans', tokenize)).toEqual([7, 8, 1004]);
  expect(written.of('So the answer is', tokenize)).toEqual([7, 8, 9, 1003]);
  expect(written.of('Not so', tokenize)).toEqual([1003, 1003]);
});

test('a text that was written twice is always the same tokens', () => {
  const written = new WrittenTokens();
  written.add([7, 8], ['So', ' the']);
  written.add([5, 6, 4], ['S', 'o', ' the']);
  expect(written.of('So the', tokenize)).toEqual([7, 8]);
  expect(written.of('S', tokenize)).toEqual([5]);
});

test('a token that adds nothing to the text, such as the first byte of a character, is kept', () => {
  const written = new WrittenTokens();
  written.add([1, 2, 3], ['a', '', 'é']);
  expect(written.of('aé', tokenize)).toEqual([1, 2, 3]);
  // A cut after the first token is one, whatever bytes come next.
  expect(written.of('a', tokenize)).toEqual([1]);
});
