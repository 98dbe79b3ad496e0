import { expect, test } from 'vitest';
import { digits, quartilesText, table } from './table.ts';

test('a table in Markdown', () => {
  expect(
    table(
      ['setup', 'ms'],
      [
        ['loan', '71.3 (70.0-74.1)'],
        ['a longer name', '9'],
      ],
    ),
  ).toMatchInlineSnapshot(`
    "| setup         |               ms |
    | ------------- | ---------------: |
    | loan          | 71.3 (70.0-74.1) |
    | a longer name |                9 |"
  `);
});

test('three significant digits', () => {
  expect([1234.5, 123.45, 71.25, 7.123, 0.71234, 0.0012].map(digits)).toEqual([
    '1,230',
    '123',
    '71.3',
    '7.12',
    '0.712',
    '0.001',
  ]);
});

test('a median between its quartiles', () => {
  expect(quartilesText({ low: 1, median: 1.5, high: 2 })).toBe('1.50 (1.00-2.00)');
});
