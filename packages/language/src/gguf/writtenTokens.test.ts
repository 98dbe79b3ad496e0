import { expect, test } from 'vitest';
import { WrittenTokens } from './writtenTokens.ts';

/** One token a word, where it was not written. */
const tokenize = (text: string) => text.split(/(?= )/).map((word) => 1000 + word.length);
const singles = (...tokens: readonly number[]) => tokens.map((token) => [token]);

const transcript = (segments: readonly (readonly number[])[], texts: readonly string[]) => ({
  evaluated: () => ({ segments, texts }),
});

/** A text as the tokens that it is, whatever was evaluated together. */
function tokensOf(written: WrittenTokens, text: string): readonly number[] {
  const { segments, rest } = written.of('question', text, tokenize);
  return [...segments.flat(), ...rest];
}

test('what was written has the tokens it was written in, whole or cut where a token ends', () => {
  const written = new WrittenTokens();
  written.add('question', transcript(singles(7, 8, 9), ['So', ' the', ' answer']));
  expect(tokensOf(written, 'So the answer')).toEqual([7, 8, 9]);
  expect(tokensOf(written, 'So the')).toEqual([7, 8]);
  expect(tokensOf(written, '')).toEqual([]);
});

test('what was not written is tokenized, behind the longest beginning that was', () => {
  const written = new WrittenTokens();
  written.add('question', transcript(singles(7, 8, 9), ['So', ' the', ' answer']));
  expect(tokensOf(written, 'So the ans')).toEqual([7, 8, 1004]);
  expect(tokensOf(written, 'So the answer is')).toEqual([7, 8, 9, 1003]);
  expect(tokensOf(written, 'Not so')).toEqual([1003, 1003]);
});

test('a text that was written twice is always the same tokens', () => {
  const written = new WrittenTokens();
  written.add('question', transcript(singles(7, 8), ['So', ' the']));
  written.add('question', transcript(singles(5, 6, 4), ['S', 'o', ' the']));
  expect(tokensOf(written, 'So the')).toEqual([7, 8]);
  expect(tokensOf(written, 'S')).toEqual([5]);
});

test('a token that adds nothing to the text, such as the first byte of a character, is kept', () => {
  const written = new WrittenTokens();
  written.add('question', transcript(singles(1, 2, 3), ['a', '', 'é']));
  expect(tokensOf(written, 'aé')).toEqual([1, 2, 3]);
  // A cut after the first token is one, whatever bytes come next.
  expect(tokensOf(written, 'a')).toEqual([1]);
});

test('segments are those in which it was evaluated, after the question it was written to', () => {
  const written = new WrittenTokens();
  written.add('question', transcript([[7, 8], [9], [6]], ['So', ' the', ' answer', ' is']));
  expect(written.of('question', 'So the answer was', tokenize)).toEqual({
    segments: [[7, 8], [9]],
    rest: [1004],
  });
  // A cut within what was given is not evaluated yet, and the same words after another question are neither.
  expect(written.of('question', 'So', tokenize)).toEqual({ segments: [], rest: [7] });
  expect(written.of('another', 'So the answer', tokenize)).toEqual({ segments: [], rest: [7, 8, 9] });
});
