import { expect, test } from 'vitest';
import { bytesOf, bytesText } from './bytes.ts';

test.each([
  ['4096', 4096],
  ['1 B', 1],
  ['2GB', 2e9],
  ['1.5 GiB', 1.5 * 2 ** 30],
  ['10kb', 10_000],
  ['0', null],
  ['-1', null],
  ['GB', null],
  ['1e3', null],
  ['1 PB', null],
  ['9999999 TB', null],
])('%s is %s bytes', (text, bytes) => {
  expect(bytesOf(text)).toBe(bytes);
});

test.each([
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [10_067, '10.1 kB'],
  [2e9, '2 GB'],
  [5e15, '5000 TB'],
])('%d bytes are told as %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});
