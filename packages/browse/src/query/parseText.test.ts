import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchOf, placesOf } from './match.ts';
import { parseText, QueryError } from './parseText.ts';

const match = (text: string) => matchOf(parseText(text), 'both');

test('words, phrases, alternatives, what is not to be there, beginnings', () => {
  expect(match('Wait check')?.match).toBe('("wait") AND ("check")');
  expect(match('"let me  check!"')?.match).toBe('("let me check")');
  expect(match('a OR b "c d" -e -"f g"')?.match).toBe('(("a" OR "b") AND ("c d")) NOT ("e" OR "f g")');
  expect(match('verif* "let me ver"*')?.match).toBe('("verif" *) AND ("let me ver" *)');
  expect(match('-never')).toEqual({ match: '"never"', inverted: true });
  expect(match("don't f(x)=3.5")?.match).toBe('("don t") AND ("f x 3 5")');
  expect(match('a"b c"')?.match).toBe('("a") AND ("b c")');
  expect(match('or "OR"')?.match).toBe('("or") AND ("or")');
  expect(match('答え Ёлка')?.match).toBe('("答 え") AND ("ёлка")');
  expect(match('  ')).toBeUndefined();
  expect(matchOf(parseText('a -b'), 'thought')?.match).toBe('{thought} : ((("a")) NOT ("b"))');
});

test.for([
  ['"never closed', 'the quotation mark before never closed is never closed'],
  ['OR a', 'OR has nothing before it; expected a OR b'],
  ['a OR', 'OR has nothing after it; expected a OR b'],
  ['a OR OR b', 'OR has nothing before it; expected a OR b'],
  ['a OR -b', 'OR -b is not possible; expected a word after OR'],
  ['a - b', '- has no letter and no digit to look for'],
  ['"?!"', '"?!" has no letter and no digit to look for'],
  ['ab*', 'ab* could be too many words; expected 3 letters or more before *'],
  ['x '.repeat(65), 'the query has 65 words; expected 64 at most'],
] as const)('a mistake is told in a line: %s', ([text, message]) => {
  expect(() => parseText(text)).toThrow(new QueryError(message));
});

test('no text makes anything but a query or a mistake in one line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      try {
        const found = match(text)?.match ?? '';
        expect(found.replaceAll(/"[^"]*"/g, '')).toMatch(/^(?:[ ()*]|AND|OR|NOT)*$/);
      } catch (error) {
        expect(error).toBeInstanceOf(QueryError);
      }
    }),
  );
});

test('places that match, apart from each other', () => {
  const places = (query: string, text: string) =>
    placesOf(parseText(query), text).map(([start, end]) => text.slice(start, end));
  expect(places('wait "let me check" -so', 'So wait: LET me, let ME Check. Waiting, wait')).toEqual([
    'wait',
    'let ME Check',
    'wait',
  ]);
  expect(places('"a b" "b c"', 'a b c')).toEqual(['a b c']);
  expect(places('verif*', 'Verify verified ver')).toEqual(['Verify', 'verified']);
  expect(places('答え', 'これが答えです')).toEqual(['答え']);
});
