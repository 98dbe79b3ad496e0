import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexesText, readIndexes } from './indexes.ts';

test('indexes are written as the API writes them', () => {
  expect(indexesText([7, 1, 4, 3, 5])).toBe('1,3-5,7');
  expect(indexesText([0, 1])).toBe('0,1');
  expect(indexesText([])).toBe('');
  expect(readIndexes(undefined)).toEqual([]);
});

test('indexes are read as they were written', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(50)), (indexes) => {
      expect(readIndexes(indexesText(indexes))).toEqual(indexes.toSorted((a, b) => a - b));
    }),
  );
});
