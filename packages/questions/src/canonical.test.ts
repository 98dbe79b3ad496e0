import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalOf } from './canonical.ts';
import type { Question } from './question.ts';

const question = (answer: string, choices: readonly string[] | null): Question => ({
  ...{ id: null, question: 'Which?', labels: { answer }, choices, flipped: null, mistakes: [] },
});
const counted = (answers: readonly string[], canonical: (answer: string) => string) =>
  Object.fromEntries(answers.map((answer) => [answer, canonical(answer)]));

const words = canonicalOf([question('approve', ['approve', 'deny'])]);
const letters = canonicalOf([question('A', ['A', 'B', 'C'])]);
const names = canonicalOf([question('Ann', ['Ann', 'New York']), question('C++', ['C', 'C++'])]);
const numbers = canonicalOf([question('42', null), question('3/4', null)]);
const open = canonicalOf([question('Paris', null), question('42', null)]);
const mixed = canonicalOf([question('A', ['A', 'B']), question('1,000', null)]);

test('an answer that says a choice is that choice as the file spells it', () => {
  for (const answer of [
    'approve',
    'Approve',
    ' APPROVE.\n',
    '**Approve**',
    '"approve"',
    '**Approve.**',
    '`approve`',
    '\\boxed{approve}',
    '\\text{approve}',
  ]) {
    expect(words(answer)).toBe('approve');
  }
  for (const answer of [
    'b',
    '(B)',
    'B.',
    'B) Paris',
    'b. Paris',
    'Option B',
    'Choice (B)',
    'option B) Paris',
    '$\\boxed{B}$',
    '[B]',
  ]) {
    expect([answer, letters(answer)]).toEqual([answer, 'B']);
  }
  expect(counted(['ann', 'new  york', 'c', 'c++', 'C++.'], names)).toEqual({
    ...{ ann: 'Ann', 'new  york': 'New York', c: 'C', 'c++': 'C++', 'C++.': 'C++' },
  });
});

test('an answer that is no choice stays as it is', () => {
  for (const answer of ['approve it', 'Perhaps.', '', 'disapprove', 'approve/deny', '...']) {
    expect(words(answer)).toBe(answer);
  }
  expect(letters('E')).toBe('E');
  expect(letters('A and B')).toBe('A and B');
});

test('numbers are written in one way', () => {
  const expected = {
    ...{
      '$1,000.00': '1000',
      '1000': '1000',
      '1,000,000': '1000000',
      '007': '7',
      '+5': '5',
      '-0': '0',
      '.50': '0.5',
    },
    ...{
      '−3.10': '-3.1',
      '5e3': '5000',
      '1.25E-2': '0.0125',
      '1e100': '1e100',
      '3/4': '3/4',
      '-6/8': '-6/8',
    },
    ...{ '50%': '50', '\\frac{3}{4}': '3/4', '\\boxed{1{,}500}': '1500', '**42**.': '42', '€ 5': '5' },
  };
  expect(counted(Object.keys(expected), open)).toEqual(expected);
});

test('where all open answers are numbers, a single number in a text counts', () => {
  const expected = {
    ...{
      '42 apples': '42',
      'x = 42': '42',
      '12 + 30 = 42.': '42',
      $42: '42',
      'It is 1,000 km': '1000',
      '50 %': '50',
    },
    ...{ 'Between 3 and 4': 'between 3 and 4', '1,2,3': '1,2,3', x1: 'x1', '12:30': '12:30', none: 'none' },
  };
  expect(counted(Object.keys(expected), numbers)).toEqual(expected);
  expect(open('42 apples')).toBe('42 apples');
});

test('other open answers are in lower case, without space, punctuation and brackets around them', () => {
  const expected = {
    ...{
      ' Paris.': 'paris',
      'New\n York': 'new york',
      '“Paris”': 'paris',
      '(Paris)': 'paris',
      'f(x)': 'f(x)',
    },
    ...{ '(a)(b)': '(a)(b)', '?!': '?!', 'U.S.': 'u.s', Ｐａｒｉｓ: 'paris', 'b)': 'b' },
  };
  expect(counted(Object.keys(expected), open)).toEqual(expected);
});

test('where some questions have choices, each answer is counted as what it says', () => {
  expect(counted(['(a)', '$1,000', 'About 7'], mixed)).toEqual({
    '(a)': 'A',
    $1: undefined,
    '$1,000': '1000',
    'About 7': '7',
  });
});

const anyAnswer = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom(...'0123456789.,-+e/%$ =()[]*"aB', '\\boxed{', '}', '−', 'ﬁ', 'İ', '①'),
    maxLength: 16,
  }),
);

test('what an answer is counted as is counted as itself', () => {
  for (const canonical of [words, letters, names, numbers, open, mixed]) {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        const once = canonical(answer);
        expect(canonical(once)).toBe(once);
      }),
      { numRuns: 1000, seed: 1 },
    );
  }
});

test('a number is the same however it is written', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.nat({ max: 99 }), (whole, cents) => {
      const fraction = `${cents}`.padStart(2, '0');
      const sign = whole < 0 ? '-' : '';
      const written = `${sign}$${Math.abs(whole).toLocaleString('en-US')}.${fraction}`;
      const value = `${Number(`${whole}.${fraction}`)}`;
      expect(numbers(written)).toBe(value);
      expect(numbers(`so it is ${written} in all`)).toBe(value);
      expect(open(`${whole}${fraction}e-2`)).toBe(value);
    }),
    { numRuns: 300, seed: 1 },
  );
});

test('long answers take no long time', () => {
  for (const part of ['.', '(', '1,', '1 ', '-', '\\frac{', '=', '*a', '1/', ' ']) {
    const answer = `${part.repeat(100_000 / part.length)}x`;
    const start = performance.now();
    for (const canonical of [letters, numbers, open]) canonical(answer);
    expect([part, performance.now() - start < 2000]).toEqual([part, true]);
  }
});
