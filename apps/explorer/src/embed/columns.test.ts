import { tableFromIPC } from 'apache-arrow';
import { expect, test } from 'vitest';
import { arrowFile, lists, numbers, type PageColumn } from './columns.ts';

test('the ends of the ranges come back', () => {
  const table = tableFromIPC(
    arrowFile({
      seed: { kind: 'int32', values: [0, 2 ** 31 - 1] },
      label: { kind: 'uint8', values: [0, 255] },
      prompt: { kind: 'uint8[]', values: [[], Int32Array.of(0, 255)] },
    }),
  );
  expect([...Array.from(numbers(table, 'seed')), ...Array.from(numbers(table, 'label'))]).toEqual([
    ...[0, 2 ** 31 - 1],
    ...[0, 255],
  ]);
  expect(Array.from(lists(table, 'prompt')(1))).toEqual([0, 255]);
});

test.each<[PageColumn, string]>([
  [
    { kind: 'int32', values: [2 ** 31] },
    'holds 2147483648; expected a whole number from -2147483648 to 2147483647',
  ],
  [{ kind: 'int32', values: [Number.NaN] }, 'holds NaN; expected a whole number'],
  [{ kind: 'uint8', values: [256] }, 'holds 256; expected a whole number from 0 to 255'],
  [{ kind: 'uint8', values: [-1] }, 'holds -1; expected a whole number from 0 to 255'],
  [{ kind: 'uint8', values: [0.5] }, 'holds 0.5; expected'],
  [{ kind: 'uint8[]', values: [[1], [2, 300]] }, 'holds 300; expected a whole number from 0 to 255'],
])('%j: what a typed array would change is an error', (column, message) => {
  expect(() => arrowFile({ label: column })).toThrow(`column label of the page: ${message}`);
});
