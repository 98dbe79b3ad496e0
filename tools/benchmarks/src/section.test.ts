import { expect, test } from 'vitest';
import { withResults } from './section.ts';

test('results stand between the markers, once', () => {
  const empty = 'before\n<!-- results --><!-- end of results -->\nafter';
  const once = withResults(empty, 'a table\n');
  expect(once).toBe('before\n<!-- results -->\n\na table\n\n<!-- end of results -->\nafter');
  expect(withResults(once, 'a table')).toBe(once);
});

test('a document without markers is an error', () => {
  expect(() => withResults('no markers', 'text')).toThrow(/expected <!-- results -->/);
});
