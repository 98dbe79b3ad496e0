import { expect, test } from 'vitest';
import { CONTROL_WORDS, TOKENS, wordFormat } from './wordFormat.ts';

const format = wordFormat({
  vocabulary: [...CONTROL_WORDS, 'red', 'blue', 'sky', 'so', 'is'],
  answerPrefix: 'so',
  answers: ['red', 'blue'],
});

test('text goes to ids and back without loss, control words included', () => {
  for (const text of ['', 'sky', 'sky is <eos> blue </think> so']) {
    expect(format.text(format.ids(text))).toBe(text);
  }
  expect(() => format.ids('sky green')).toThrow('"green" is no word of the vocabulary');
});

test('a context stands before its answer as it is asked', () => {
  const before = (thought: string | null) =>
    format.text(format.beforeAnswer({ question: 'sky is', thought }));
  expect(before(null)).toBe('<bos> sky is <now> so');
  expect(before('')).toBe('<bos> sky is <think> </think> so');
  expect(before('sky')).toBe('<bos> sky is <think> sky </think> so');
  const { prompt, completion } = format.lesson({
    context: { question: 'sky', thought: 'is' },
    answer: 'blue',
  });
  expect(format.text(prompt)).toBe('<bos> sky <think>');
  expect(format.text(completion)).toBe('is </think> so blue <eos>');
});

test.each([
  ['is </think> so blue <eos>', 'is', 'blue'],
  ['</think> so red <eos>', '', 'red'],
  ['is </think> so sky <eos>', 'is', null],
  ['is </think> blue <eos>', 'is', null],
  ['is </think> so blue', 'is', null],
  ['is </think> so blue <eos> <eos>', 'is', null],
  ['is </think> is </think> so blue <eos>', 'is', null],
  ['is so blue <eos>', 'is so blue <eos>', null],
])('a completion is taken apart strictly: %s', (completion, thought, answer) => {
  const parsed = format.parse(format.ids(completion));
  expect(format.text(parsed.cot)).toBe(thought);
  expect(parsed.answer).toBe(answer);
});

test('an answer at once has no thought', () => {
  const { cot, answer } = format.parse(format.ids('so blue <eos>'), 'now');
  expect([cot, answer]).toEqual([[], 'blue']);
  expect(format.parse([TOKENS.endThink], 'now').answer).toBeNull();
});
