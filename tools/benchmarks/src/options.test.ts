import { expect, test } from 'vitest';
import { parseOptions, SUITES } from './options.ts';

test('everything by default', () => {
  const { only, ...rest } = parseOptions([]);
  expect([...only.keys()]).toEqual([...SUITES]);
  expect(only.get('train')).toContain('chain');
  expect(rest).toEqual({ repeats: 15, threads: undefined, quick: false, write: false });
});

test('suites with and without a setup', () => {
  const { only } = parseOptions(['--only', 'train/loan,train/chain,peak', '--quick', '--threads', '4']);
  expect(only.get('train')).toEqual(['loan', 'chain']);
  expect([...only.keys()]).toEqual(['train', 'peak']);
});

test.each([
  [['--only', 'trian'], /"trian" is no suite; expected train, sample/],
  [['--only', 'train/lone'], /"lone" is no setup; expected loan/],
  [['--repeats', '0'], /--repeats: "0" is not a whole number above 0/],
  [['--fast'], /--fast/],
])('%j is an error that says what was expected', (args, message) => {
  expect(() => parseOptions(args)).toThrow(message);
});
