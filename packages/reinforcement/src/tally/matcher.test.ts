import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Feature } from '../discover/feature.ts';
import { wordsOf } from '../text/words.ts';
import { matcher } from './matcher.ts';

const phrase = (name: string): Feature => ({ kind: 'phrase', name, alike: [] });

test('phrases are found where their words stand in a row', () => {
  const word = fc.constantFrom('a', 'b', 'c');
  const words = (maxLength: number) =>
    fc.array(word, { minLength: 1, maxLength }).map((some) => some.join(' '));
  const text = fc.array(words(6), { maxLength: 4 }).map((lines) => lines.join('. '));
  fc.assert(
    fc.property(fc.uniqueArray(words(4), { minLength: 1, maxLength: 12 }), fc.array(text), (names, texts) => {
      const match = matcher(names.map(phrase));
      for (const searched of texts) {
        const written = ` ${wordsOf(searched).join(' ')} `;
        const expected = [...names.keys()].filter((i) => written.includes(` ${names[i]} `));
        expect([...match(searched)].sort((a, b) => a - b)).toEqual(expected);
      }
    }),
    { seed: 1 },
  );
});

test('units, words and patterns', () => {
  const match = matcher([
    { kind: 'unit', name: 'So x = #.', alike: [] },
    { kind: 'word', name: 'check again', alike: [] },
    { kind: 'pattern', name: 'shouting', source: '[A-Z]{4,}', alike: [] },
  ]);
  expect(match('So x = 12. Let me CHECK again.')).toEqual([1, 0, 2]);
  expect(match('So x = 12 and so on.')).toEqual([]);
});

test('no pattern takes more than time linear in the length', () => {
  const match = matcher([{ kind: 'pattern', name: 'nested', source: '(a+)+$', alike: [] }]);
  const start = performance.now();
  expect(match(`${'a'.repeat(100_000)}b`)).toEqual([]);
  expect(performance.now() - start).toBeLessThan(10_000);
});
