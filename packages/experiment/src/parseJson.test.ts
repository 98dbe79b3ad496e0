import { describe, expect, test } from 'vitest';
import { parseJson } from './parseJson.ts';

const messageOf = (text: string) => {
  try {
    parseJson(text);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
};

test('JSON, with or without a byte-order mark', () => {
  const value = { a: [1, -2.5e3, true, null, 'ä\n'], b: { c: {} }, constructor: 1 };
  expect(parseJson(JSON.stringify(value))).toEqual(value);
  expect(parseJson(`\uFEFF${JSON.stringify(value, null, 2)}\r\n`)).toEqual(value);
});

describe('a mistake is one line with its place', () => {
  test.each([
    ['', 'is empty; expected JSON'],
    ['\uFEFF \n', 'is empty; expected JSON'],
    ['{\n  "a": 1', 'is not JSON: it ends too early, at line 2, column 9: expected a comma or }'],
    ['{"a": [1, 2\n\n', 'is not JSON: it ends too early, at line 1, column 12: expected a comma or ]'],
    ['{"a":\n  "cut', 'is not JSON: line 2, column 3: expected a closing double quote in the same line'],
    ['{\r\n"a" 1}', 'is not JSON: line 2, column 5: expected a colon'],
    ['{"a": 1\n "b": 2}', 'is not JSON: line 2, column 2: expected a comma'],
    ['{"a": 1,\n}', 'is not JSON: line 2, column 1: expected a name in double quotes'],
    ['{\n// note\n}', 'is not JSON: line 2, column 1: expected no comments'],
    ['{"a": 01}', 'is not JSON: line 1, column 8: expected a comma'],
    ['{"a": 1.}', 'is not JSON: line 1, column 7: expected another digit'],
    ['{"a": "\\x"}', 'is not JSON: line 1, column 7: expected one of " \\ / b f n r t u after a backslash'],
    [
      '{"a": yes}',
      'is not JSON: line 1, column 7: expected a value in double quotes, a number, true, false, null, {...} or [...]',
    ],
    ['{"a": 1,\n "a": 2}', 'field a: stands twice (line 2, column 2); expected it once'],
    [
      '{"conditions": [{}, {"b": {"c": 1, "\\u0063": 1}}]}',
      'field conditions.1.b.c: stands twice (line 1, column 36); expected it once',
    ],
    ['{"a": {"__proto__": {}}}', 'field a.__proto__: expected another name (line 1, column 8)'],
  ])('%j', (text, message) => {
    expect(messageOf(text)).toBe(message);
  });
});

test.each([101, 100_000])('%i lists in each other are too many', (depth) => {
  const message = 'is nested too deeply; expected at most 100 objects and lists in each other';
  expect(messageOf('['.repeat(depth) + ']'.repeat(depth))).toBe(message);
});
