import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { ExtractionError, type ExtractionOptions, extractionOf } from './extract.ts';

const folder = mkdtempSync(join(tmpdir(), 'vestige-extract-'));
afterAll(() => rmSync(folder, { recursive: true }));

const read = async (options: ExtractionOptions, text: string) =>
  (await extractionOf(options)).extract(text, 'Q');
const script = (name: string, source: string): ExtractionOptions => {
  const file = join(folder, name);
  writeFileSync(file, source);
  return { kind: 'script', file };
};

test.each<[ExtractionOptions, string, string | null]>([
  [{ kind: 'prefix' }, 'So.\nAnswer: 12 apples\nDone.', '12 apples'],
  [{ kind: 'prefix' }, '**Answer:** 12', '12'],
  [{ kind: 'prefix' }, '**Answer: 12**', '12'],
  [{ kind: 'prefix' }, 'Answer:\n12', '12'],
  [{ kind: 'prefix' }, 'The answer is 12', null],
  [{ kind: 'prefix' }, 'Answer:  \n', null],
  [{ kind: 'prefix', cue: '<answer>', until: '</answer>' }, '<answer>\n12\n</answer>', '12'],
  [{ kind: 'letter' }, 'Answer: B', 'B'],
  [{ kind: 'letter' }, 'Answer: (B) Paris', 'B'],
  [{ kind: 'letter' }, 'Answer: **B**.', 'B'],
  [{ kind: 'letter' }, 'Answer: B) Paris\nA', 'B'],
  [{ kind: 'letter' }, 'Answer: A cat', null],
  [{ kind: 'letter' }, 'Answer: Because B', null],
  [{ kind: 'letter' }, 'B', null],
  [{ kind: 'letter', letters: 'AB' }, 'Answer: C', null],
  [{ kind: 'number' }, 'Answer: 3 + 4 = $1,234.50.', '1,234.50'],
  [{ kind: 'number' }, 'It is -7', '-7'],
  [{ kind: 'number' }, 'none', null],
  [{ kind: 'number' }, 'version 1.2.3 of x86', null],
  [{ kind: 'pattern', pattern: '<(\\w+)>' }, '<a> and <b>', 'b'],
  [{ kind: 'pattern', pattern: 'is (yes|no)', flags: 'i' }, 'It IS no', 'no'],
  [{ kind: 'pattern', pattern: '<(\\w+)>' }, 'a', null],
  [{ kind: 'boxed' }, 'So $\\boxed{1}$, no, $\\boxed{\\frac{1}{2}}$.', '\\frac{1}{2}'],
  [{ kind: 'boxed' }, '\\boxed{\\{1\\}}', '\\{1\\}'],
  [{ kind: 'boxed' }, '\\boxed{1', null],
  [{ kind: 'boxed' }, '\\boxed{}', null],
])('%j reads %j', async (options, text, answer) => {
  expect(await read(options, text)).toBe(answer);
});

/** Text in which nothing is a cue, a brace or a line's end. */
const words = fc.stringMatching(/^[a-z0-9][a-z0-9 ,]{0,20}[a-z0-9]$/);
const property = (check: fc.IAsyncProperty<unknown>) => fc.assert(check, { numRuns: 50 });

test('an answer after the cue is read as it stands, whatever stands before and below', () =>
  property(
    fc.asyncProperty(words, words, words, async (before, answer, after) => {
      const text = `${before}\nAnswer: ${answer}`;
      expect(await read({ kind: 'prefix' }, text)).toBe(answer);
      expect(await read({ kind: 'prefix' }, `${text}\n${after}`)).toBe(answer);
      const { ended } = await extractionOf({ kind: 'prefix' });
      expect([ended(text), ended(`${text}\n`)]).toEqual([false, true]);
    }),
  ));

test('without a cue nothing is read', () =>
  property(
    fc.asyncProperty(words, async (text) => {
      expect(await read({ kind: 'prefix' }, text)).toBeNull();
      expect(await read({ kind: 'letter' }, text.toUpperCase())).toBeNull();
      expect(await read({ kind: 'boxed' }, text)).toBeNull();
    }),
  ));

test('of balanced braces all is read, of others nothing', () =>
  property(
    fc.asyncProperty(
      fc.letrec<{ tree: string }>((tie) => ({
        tree: fc.oneof(
          { maxDepth: 4 },
          words,
          fc.tuple(words, tie('tree')).map(([word, inner]) => `${word}{${inner}}${word}`),
        ),
      })).tree,
      async (inner) => {
        expect(await read({ kind: 'boxed' }, `so \\boxed{${inner}} {`)).toBe(inner);
        expect(await read({ kind: 'boxed' }, `so \\boxed{${inner}`)).toBeNull();
      },
    ),
  ));

test('the last number is read as it stands', () =>
  property(
    fc.asyncProperty(fc.integer(), fc.integer({ min: 0, max: 99 }), async (number, decimals) => {
      const text = `${number}.${String(decimals).padStart(2, '0')}`;
      expect(await read({ kind: 'number' }, `of 12 and 5 it is ${text} euros`)).toBe(text);
    }),
  ));

test('a script reads what it likes, at once or later', async () => {
  expect(
    await read(script('now.mjs', "export default (text, question) => question + ': ' + text;"), 'x'),
  ).toBe('Q: x');
  expect(await read(script('later.mjs', 'export default async () => null;'), 'x')).toBeNull();
  await expect(read(script('wrong.mjs', 'export default () => 4;'), 'x')).rejects.toThrow(
    /wrong\.mjs: returned number; expected a string or null$/,
  );
});

test.each<[string, () => ExtractionOptions, RegExp]>([
  [
    'no function',
    () => script('none.mjs', 'export const grade = 1;'),
    /none\.mjs: exports no function by default/,
  ],
  [
    'no module',
    () => ({ kind: 'script', file: join(folder, 'gone.mjs') }),
    /gone\.mjs: cannot be imported \(.+\)$/,
  ],
  [
    'no group',
    () => ({ kind: 'pattern', pattern: 'a' }),
    /^pattern: has 0 groups; expected one, the answer$/,
  ],
  ['two groups', () => ({ kind: 'pattern', pattern: '(a)(b)' }), /^pattern: has 2 groups/],
  ['no pattern', () => ({ kind: 'pattern', pattern: '(' }), /^pattern: .+; expected a regular expression$/],
])('%s is refused in a line', async (_, options, message) => {
  const error = await extractionOf(options()).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ExtractionError);
  expect((error as Error).message).toMatch(message);
});
