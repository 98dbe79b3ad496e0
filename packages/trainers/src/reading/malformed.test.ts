import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { importSegment } from '../importSegment.ts';
import { importOptionsSchema } from '../options.ts';
import { file, folder, jsonl } from '../testing/files.ts';
import { imported } from '../testing/imported.ts';
import { zip } from '../testing/zip.ts';

const GOOD = { input: 'Q', output: '<think>t</think>a', score: 1 };
const LINE = JSON.stringify(GOOD);

const DEFAULTS = importOptionsSchema.parse({});

/** Imports lines of a file of verl. */
const verl = (content: string | Uint8Array, given: object = {}) =>
  imported(file(join(folder(), '1.jsonl'), content), { from: 'verl', ...given });

test.each([
  [
    '{"input": "Q", "output"',
    "is not JSON: Expected ':' after property name at character 23; expected an object in braces",
  ],
  ['[1]', 'is a list; expected an object in braces'],
  ['null', 'is null; expected an object in braces'],
  ['{"input":"Q","output":["a"],"score":1}', 'field output: expected text, found a list'],
  ['{"input":"Q","score":1}', 'field output: expected text, found nothing'],
  ['{"input":"Q","output":"a","score":"high"}', 'field score: expected a number, found text'],
  ['{"input":"Q","output":"a","step":0.5}', 'field step: expected a whole number of 32 bits, found 0.5'],
  [
    '{"input":"Q","output":"a","step":3000000000}',
    'field step: expected a whole number of 32 bits, found 3000000000',
  ],
])('a line %s is told, and the others are read', async (line, reason) => {
  const { accounts, rows } = await verl(`${LINE}\n${line}\n${LINE}\n`);
  expect(accounts[0]!.rejected).toMatchObject({ count: 1, first: [{ line: 2, reason }] });
  expect(rows.map(({ line }) => line)).toEqual([1, 3]);
});

test('rejected lines are counted by kind, and the first twenty told', async () => {
  const { accounts } = await verl(`${LINE}\n${'{"a\n'.repeat(15)}${'{"ab\n'.repeat(15)}${'[]\n'.repeat(5)}`);
  const { count, kinds, first } = accounts[0]!.rejected;
  expect(count).toBe(35);
  expect(Object.values(kinds)).toEqual([30, 5]);
  expect(first.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, i) => i + 2));
});

test('a byte-order mark, ends of lines as on Windows, empty lines and a last line without an end', async () => {
  const { accounts, rows } = await verl(`\uFEFF${LINE}\r\n\r\n  \n${LINE}\r\n${LINE}`);
  expect(accounts[0]!.rejected.count).toBe(0);
  expect(rows.map(({ line }) => line)).toEqual([1, 4, 5]);
});

test('NaN and Infinity, as Python writes them, are null and counted; in text they stay', async () => {
  const line = '{"input":"Q \\"NaN\\"","output":"-Infinity, NaN","score":NaN,"a":-Infinity,"b":0.5,"NaN":1}';
  const { accounts, rows } = await verl(`${line}\n${LINE}\n{"input":"NaN","output":NaN x}\n`);
  expect(accounts[0]).toMatchObject({ notFinite: 1, rejected: { count: 1 }, parts: ['b', 'NaN'] });
  expect(rows[0]).toMatchObject({
    question: 'Q "NaN"',
    response: '-Infinity, NaN',
    reward: null,
    reward_b: 0.5,
  });
});

test('a line of 10 MB, and characters that are cut by the pieces in which a file is read', async () => {
  const output = `<think>${'\\é€😀'.repeat(900_000)}</think>1`;
  const { rows } = await verl(
    `${LINE}\n${JSON.stringify({ ...GOOD, output, nan: 0 }).replace('0}', 'NaN}')}\n${LINE}\n`,
  );
  expect(rows).toHaveLength(3);
  expect(`${rows[1]!.opening}${rows[1]!.thought}${rows[1]!.closing}${rows[1]!.response}` === output).toBe(
    true,
  );
});

test('files of different columns each have their own parts; a part that comes late is among the further fields', async () => {
  const root = folder();
  jsonl(join(root, '1.jsonl'), [...Array.from({ length: 1000 }, () => GOOD), { ...GOOD, late: 0.5 }]);
  jsonl(join(root, '2.jsonl'), [{ ...GOOD, acc: 1 }]);
  const { accounts, rows } = await imported(root);
  expect(accounts.map(({ parts }) => parts)).toEqual([[], ['acc']]);
  expect(rows[1000]!.extra).toBe('{"late":0.5}');
});

test('long texts, lists and objects are left out and counted', async () => {
  const { accounts, rows } = await verl(
    `${JSON.stringify({ ...GOOD, long: 'x'.repeat(1001), fits: 'x'.repeat(1000), list: [1], none: null })}\n`,
  );
  expect(accounts[0]!.leftOut).toEqual({ long: 1, list: 1 });
  expect(rows[0]!.extra).toBe(`{"fits":"${'x'.repeat(1000)}"}`);
});

test('an empty file gives an empty segment', async () => {
  const root = folder();
  file(join(root, '1.jsonl'), '');
  jsonl(join(root, '2.jsonl'), [GOOD]);
  const { accounts } = await imported(root);
  expect(accounts.map(({ rows, notes }) => [rows, notes])).toEqual([
    [0, ['it holds no rollouts']],
    [1, []],
  ]);
});

test('a step that nothing tells is null, or as the option says', async () => {
  const content = `${LINE}\n`;
  const path = file(join(folder(), 'mine.jsonl'), content);
  expect((await imported(path)).accounts[0]).toMatchObject({ steps: null, withoutStep: 1 });
  expect((await imported(path, { step: 7 })).accounts[0]).toMatchObject({ steps: { min: 7, max: 7 } });
  await expect(imported(path, { step: { pattern: 'mine' } })).rejects.toThrow(
    'mine.jsonl: the pattern of the option step holds no number; expected one group of digits',
  );
});

const PARQUET = new Uint8Array(
  parquetWriteBuffer({
    columnData: ['input', 'output'].map((name) => ({
      ...{ name, type: 'STRING' as const },
      data: Array.from({ length: 100 }, (_, i) => `${name} ${i}`),
    })),
  }),
);

test.each([
  [
    'cut off',
    'parquet',
    PARQUET.subarray(0, PARQUET.length - 40),
    /^.*1\.parquet: it cannot be read as Parquet \(.*\); expected a whole Parquet file$/,
  ],
  ['empty', 'parquet', PARQUET.subarray(0, 0), /1\.parquet: it cannot be read as Parquet/],
  [
    'damaged',
    'parquet',
    PARQUET.map((byte, i) => (i > 4 && i < 300 ? 255 : byte)),
    /1\.parquet: rows 1 to 100 cannot be read as Parquet \(.*\); expected a whole Parquet file$/,
  ],
  [
    'no ZIP file',
    'eval',
    Buffer.from('{}'.repeat(50)),
    /1\.eval: cannot be read as ZIP \(.*\); expected a log of Inspect$/,
  ],
  [
    'no list',
    'json',
    Buffer.from('{"a":1}'),
    /1\.json: is an object; expected a list of objects, itself or in its field samples$/,
  ],
  [
    'no JSON',
    'json',
    Buffer.from('[1,'),
    /1\.json: is not JSON: Unexpected end of JSON input; expected a list$/,
  ],
  [
    'of no kind that is read',
    'csv',
    Buffer.from('a,b'),
    /1\.csv: cannot be read; expected a file that ends in \.jsonl, \.parquet/,
  ],
])(
  'a file that is %s is an error of one line, and leaves nothing',
  async (_, extension, content, message) => {
    const root = folder();
    file(join(root, `1.${extension}`), content);
    const source = { root, path: `1.${extension}`, trainer: 'verl', step: null, kind: 'train' } as const;
    const importing = importSegment(source, join(root, 'segment.arrow'), DEFAULTS);
    await expect(importing).rejects.toThrow(message);
    await importing.catch((error: Error) => expect(error.message).not.toContain('\n'));
    expect(readdirSync(root)).toEqual([`1.${extension}`]);
  },
);

test('a file that is not there is an error of one line', async () => {
  const source = { root: folder(), path: '1.jsonl', trainer: 'verl', step: null, kind: 'train' } as const;
  await expect(importSegment(source, join(source.root, 'segment.arrow'), DEFAULTS)).rejects.toThrow(
    /1\.jsonl: cannot be read \(ENOENT\); expected a file of rollouts$/,
  );
});

test('a member of a log that cannot be unpacked is told, and the others are read', async () => {
  const output = { choices: [{ message: { role: 'assistant', content: 'a' } }] };
  const sample = JSON.stringify({ id: 1, epoch: 1, input: 'Q', output });
  const members = { 'samples/1_epoch_1.json': sample, 'samples/2_epoch_1.json': sample };
  const damaged = zip(93, members);
  damaged.fill(0, 60, 64);
  const { accounts, rows } = await imported(file(join(folder(), 'log.eval'), damaged), { from: 'inspect' });
  expect(accounts[0]!.rejected.first[0]!.reason).toMatch(
    /^samples\/1_epoch_1\.json cannot be unpacked \(.*\); expected a sample$/,
  );
  expect(rows.map(({ line }) => line)).toEqual([2]);
});

test('Parquet: whole numbers of 64 bits, lists, times, and null', async () => {
  const path = file(
    join(folder(), 'a.parquet'),
    new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 'input', type: 'STRING', data: ['Q', 'Q', 'é😀'] },
          { name: 'output', type: 'STRING', data: ['a', 'b', 'c'] },
          { name: 'score', type: 'DOUBLE', data: [0.1, Number.NaN, 1e-300] },
          { name: 'many', type: 'INT64', data: [2n ** 40n, 1n, 2n] },
          { name: 'day', type: 'TIMESTAMP', data: [new Date(0), new Date(0), new Date(0)] },
        ],
      }),
    ),
  );
  const { rows } = await imported(path);
  expect(rows).toMatchObject([
    { reward: 0.1, extra: '{"many":1099511627776,"day":"1970-01-01T00:00:00.000Z"}' },
    { reward: null },
    { reward: 1e-300, question: 'é😀', response: 'c' },
  ]);
});
