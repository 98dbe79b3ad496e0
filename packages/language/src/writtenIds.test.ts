import { expect, test } from 'vitest';
import { WrittenIds } from './writtenIds.ts';

test('what was written has the tokens it was written in, whole or cut where a token ends', () => {
  const written = new WrittenIds('fewest');
  written.add([7, 8, 9], ['So', ' the', ' answer']);
  expect(written.beginningOf('So the answer')).toEqual({ ids: [7, 8, 9], rest: '' });
  expect(written.beginningOf('So the')).toEqual({ ids: [7, 8], rest: '' });
  expect(written.beginningOf('So the ans')).toEqual({ ids: [7, 8], rest: ' ans' });
  expect(written.beginningOf('Not so')).toEqual({ ids: [], rest: 'Not so' });
  expect(written.beginningOf('')).toEqual({ ids: [], rest: '' });
});

test('of what was written in several ways one counts, whichever came first', () => {
  const ways = [
    [
      [7, 8],
      ['So', ' the'],
    ],
    [
      [5, 6, 4],
      ['S', 'o', ' the'],
    ],
    [
      [7, 3],
      ['So', ' the'],
    ],
  ] as const;
  for (const order of [ways, ways.toReversed()]) {
    const written = new WrittenIds('fewest');
    for (const [ids, texts] of order) written.add(ids, texts);
    expect(written.beginningOf('So the')).toEqual({ ids: [7, 3], rest: '' });
    expect(written.beginningOf('S')).toEqual({ ids: [5], rest: '' });
  }
});

test('of what was written in several ways the first counts, where that is asked for', () => {
  const written = new WrittenIds('first');
  written.add([7, 8], ['So', ' the']);
  written.add([5, 6, 4, 2], ['S', 'o', ' the', ' end']);
  written.add([3], ['So the']);
  expect(written.beginningOf('So the')).toEqual({ ids: [7, 8], rest: '' });
  expect(written.beginningOf('S')).toEqual({ ids: [5], rest: '' });
  expect(written.beginningOf('So the end')).toEqual({ ids: [5, 6, 4, 2], rest: '' });
});

test('the bytes of a character belong to it', () => {
  const written = new WrittenIds('fewest');
  written.add([1, 2, 3], ['a', '', 'é']);
  expect(written.beginningOf('aé!')).toEqual({ ids: [1, 2, 3], rest: '!' });
  expect(written.beginningOf('a')).toEqual({ ids: [1], rest: '' });
});
