import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spliced, spliceOf } from './splice.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '\u{1f600}', '\ud83d', '\n') });

test('what was taken apart is put together again, through JSON', () => {
  fc.assert(
    fc.property(text, text, (own, shown) => {
      const stored = JSON.parse(JSON.stringify(spliceOf(own, shown)));
      expect(spliced(own, stored)).toBe(shown);
    }),
  );
});

test('only what differs is kept', () => {
  expect(spliceOf('one two three', 'one three')).toEqual([5, '', 4]);
  expect(spliceOf('aa', 'aaa')).toEqual([2, 'a', 0]);
  expect(spliceOf('same', 'same')).toEqual([4, '', 0]);
});
