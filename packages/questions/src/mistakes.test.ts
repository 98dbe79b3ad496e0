import { expect, test } from 'vitest';
import { mistaken } from './mistakes.ts';

const said = (text: string, right: string, wrong = 'WRONG') => mistaken(text, [{ right, wrong }]);

test('a statement is found however its signs, numbers and space are written', () => {
  const right = '1200 × 3 = 3600';
  for (const text of [
    '1200 × 3 = 3600',
    '1,200*3=3,600',
    '$1200 x 3 = $3,600',
    '1200 \\times 3 = 3600',
    '1200  ×  3 = 3600',
  ]) {
    expect(said(`So ${text}, right?`, right)).toBe(`So ${text.startsWith('$') ? '$' : ''}WRONG`);
  }
  expect(said('Ann’s Mentor is  Bob.', "Ann's mentor is Bob")).toBe('WRONG');
});

test('a statement begins and ends where a word or a number does', () => {
  for (const text of ['142', '42nd', '4.42', '42.5', '1,42', '42,000', 'a42', '4 2'])
    expect(said(text, '42')).toBeUndefined();
  for (const text of ['42', '(42)', '=42', '42.', '42, so', '$42']) expect(said(text, '42')).toBeDefined();
  expect(said('Ann’s mentor is Bobby', "Ann's mentor is Bob")).toBeUndefined();
  expect(said('-5', '5')).toBe('-WRONG');
});

test('the first statement is made false, of two at one place the longer; what follows is left out', () => {
  const mistakes = [
    { right: '7', wrong: 'seven' },
    { right: '3 + 4', wrong: 'sum' },
    { right: '3 + 4 = 7', wrong: 'equation' },
  ];
  expect(mistaken('First 3 + 4 = 7, then 7.', mistakes)).toBe('First equation');
  expect(mistaken('It is 7, as 3 + 4 = 7.', mistakes)).toBe('It is seven');
  expect(mistaken('Nothing.', mistakes)).toBeUndefined();
});

test('signs of regular expressions are signs', () => {
  expect(said('f(x)^2 [a|b] {1} \\ / . ? is', 'f(x)^2 [a|b] {1} \\ / . ?')).toBe('WRONG');
  expect(said('fxx', 'f.x')).toBeUndefined();
});
