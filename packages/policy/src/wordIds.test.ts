import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordIds } from './wordIds.ts';

const VOCABULARY = ['<pad>', 'step', 'step1', 'step10', '1', '10', 'nohint', 'hint', 'é', '字'];
const ids = wordIds(VOCABULARY);

test('reads the words of a text, also those that begin with one another', () => {
  expect(ids('')).toEqual([]);
  fc.assert(
    fc.property(fc.array(fc.nat(VOCABULARY.length - 1), { minLength: 1 }), (expected) => {
      expect(ids(expected.map((id) => VOCABULARY[id]).join(' '))).toEqual(expected);
    }),
  );
});

test.each([
  ['1 ste 10', 'ste'],
  ['1 step100', 'step100'],
  ['stop', 'stop'],
  ['hint  1', ''],
  [' ', ''],
  ['1 ', ''],
  ['constructor', 'constructor'],
])('"%s": "%s" is no word', (text, stranger) => {
  expect(() => ids(text)).toThrow(`"${stranger}" is no word of the vocabulary`);
});
