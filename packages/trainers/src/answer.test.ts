import { expect, test } from 'vitest';
import { decideAnswers } from './answer.ts';

const sample = (...responses: string[]) =>
  responses.map((response) => ({ response, label: null, answer: null }));

test.each([
  ['boxed', 'So \\boxed{\\frac{1}{2}}.', '\\frac{1}{2}'],
  ['answer', '**Answer:** 12\nmore', '12'],
  ['answer', 'ANSWER: C', 'C'],
  ['answer', 'The answer is 7.', '7'],
  ['letter', 'Answer: (B) Paris', 'B'],
  ['letter', 'C', 'C'],
  ['number', 'It is 3 and 1,200.', '1,200'],
  ['tag', '<answer>1</answer> <answer>\n2 </answer>', '2'],
  [{ pattern: '#### (.*)' }, '#### 1\n#### 2', '2'],
  ['none', '\\boxed{1}', null],
] as const)('%j finds the answer in %j', (option, response, answer) => {
  const rule = decideAnswers(option, [], 'a.jsonl');
  expect(rule.find(response)).toBe(answer);
  if (option !== 'none') expect(rule.find('')).toBeNull();
});

test('auto takes what most responses hold', () => {
  const rule = decideAnswers('auto', sample('\\boxed{1}', 'Answer: 1', 'Answer: 2', 'no'), 'a.jsonl');
  expect(rule).toMatchObject({ name: 'answer', evidence: '2 of the first 4 responses hold one' });
});

test('auto takes the last number where all right answers are numbers, and nothing where they are not', () => {
  const labelled = (label: string) => [{ response: '5 is it, 6 not', label, answer: null }];
  expect(decideAnswers('auto', labelled('-5'), 'a.jsonl').name).toBe('number');
  expect(decideAnswers('auto', labelled('Paris'), 'a.jsonl').name).toBe('none');
});

test('auto leaves the answers of the file alone', () => {
  const given = [{ response: '\\boxed{1}', label: null, answer: '2' }];
  expect(decideAnswers('auto', given, 'a.jsonl').name).toBe('field');
});

test('a pattern has one group', () => {
  expect(() => decideAnswers({ pattern: '(a)(b)' }, [], 'a.jsonl')).toThrow(
    'a.jsonl: the pattern of the option answer has 2 groups; expected one, the answer',
  );
});
