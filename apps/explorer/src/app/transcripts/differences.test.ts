import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differencesOf } from './differences.ts';

test('what is new and what is missing is told word by word', () => {
  expect(differencesOf('So 3 + 4 = 7. Done.', 'So 3 + 5 = 7. Done.')).toEqual([
    { text: 'So 3 + ', is: 'same' },
    { text: '4', is: 'removed' },
    { text: '5', is: 'added' },
    { text: ' = 7. Done.', is: 'same' },
  ]);
});

test('a text that was cut is the same as far as it goes, others are not compared', () => {
  const long = Array.from({ length: 200 }, (_, i) => `word${i}`).join(' ');
  expect(differencesOf(long, 'word0 word1')!.map(({ is }) => is)).toEqual(['same', 'removed']);
  expect(differencesOf(long, 'something else altogether')).toBeUndefined();
});

test('both texts can be read off the stretches', () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'c.', '\n', '日本')).map((all) => all.join(' '));
  fc.assert(
    fc.property(words, words, (own, shown) => {
      const stretches = differencesOf(own, shown);
      const of = (...kinds: string[]) =>
        stretches?.flatMap(({ text, is }) => (kinds.includes(is) ? text : [])).join('');
      if (!stretches) return;
      expect(of('same', 'removed')).toBe(own);
      expect(of('same', 'added')).toBe(shown);
    }),
  );
});
