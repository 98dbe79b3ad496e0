import { expect, test } from 'vitest';
import { bare, boxed, cueOf, lastNumber, letterReader } from './answers.ts';

test.each([
  ['\\boxed{1} \\boxed{\\frac{1}{2}}', '\\frac{1}{2}'],
  ['\\boxed{\\{1\\}}', '\\{1\\}'],
  ['\\boxed{1', null],
  ['\\boxed{ }', null],
  ['1', null],
])('boxed: %j holds %j', (text, answer) => {
  expect(boxed(text)).toBe(answer);
});

test.each([
  ['It is 3, not 4.', '4'],
  ['1,200.50 dollars', '1,200.50'],
  ['x2 and v1.2.3', null],
  ['-7', '-7'],
])('the last number of %j is %j', (text, number) => {
  expect(lastNumber(text)).toBe(number);
});

test('a cue may be emphasised, and what follows it is what follows the first', () => {
  const cue = cueOf('Answer:');
  expect(cue.at('So **Answer:** 3', 0)).toBe(3);
  expect(cue.after('So **Answer:** 3 Answer: 4')).toBe(' 3 Answer: 4');
  expect(cue.after('MyAnswer: 3')).toBeNull();
});

test('a letter is a choice, and the word A is none', () => {
  const letter = letterReader();
  expect([' (B) Paris', 'C.', '**D**', 'A cat', 'K'].map(letter)).toEqual(['B', 'C', 'D', null, null]);
  expect(letterReader('KL')('K')).toBe('K');
});

test('emphasis and space around an answer are none of it', () => {
  expect(bare(' **a_b** ')).toBe('a_b');
});
