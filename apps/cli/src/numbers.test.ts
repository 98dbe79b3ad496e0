import { describe, expect, test } from 'vitest';
import { complaint } from './testing/inProcess.ts';

/** Every option that is a number, with the ends of its range. */
const OPTIONS: [words: string[], option: string, from: number, to: number][] = [
  [['pretrain', 'loan'], 'seed', 0, 2147483647],
  [['train', 'loan', '--condition', 'biased'], 'seed', 0, 2147483647],
  [['ablate', 'loan', '--condition', 'biased'], 'seed', 0, 2147483647],
  [['run', 'loan'], 'parallel', 1, 1024],
  [['run', 'loan'], 'prompts', 2, 2147483647],
  [['show', 'x.arrow'], 'rows', 1, 2147483647],
  [['show', 'x.arrow'], 'step', -1, 2147483647],
  [['open', 'loan', '--serve'], 'port', 1, 65535],
  [['sample', 'nowhere'], 'samples', 1, 10000],
  [['sample', 'nowhere'], 'seed', 0, Number.MAX_SAFE_INTEGER],
  [['sample', 'nowhere'], 'temperature', 0, 1000],
];

describe.each(OPTIONS)('vestige %j --%s', (words, option, from, to) => {
  const kind = option === 'temperature' ? 'a number' : 'a whole number';
  const typed = ['', ' ', 'abc', '0x10', '1 2', 'NaN', 'Infinity', '1e400', `${from - 1}`, `${to}0`];
  const decimals = option === 'temperature' ? [] : ['1.5', '1e2', '3.'];

  test.each([...typed, ...decimals])('=%j is refused in one line', async (value) => {
    expect(await complaint(...words, `--${option}=${value}`)).toBe(
      `${words[0]}: --${option} "${value}": expected ${kind} from ${from} to ${to}; see \`vestige ${words[0]} --help\``,
    );
  });

  test('without a value', async () => {
    expect(await complaint(...words, `--${option}`)).toMatch(
      new RegExp(`^${words[0]}: --${option} needs a value; see`),
    );
  });
});

test.each([
  [['sample', 'nowhere', '--seed', '12', '--samples', '3', '--temperature', '.5']],
  [['sample', 'nowhere', '--seed', '12', '--seed', '13', '--temperature', '1e-1']],
  [['sample', 'nowhere']],
])('%j: numbers are read, and the last one counts', async (words) => {
  expect(await complaint(...words)).toMatch(/^nowhere: /);
});
