import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { importOptionsSchema } from './options.ts';
import { recognise } from './recognise.ts';
import { settle } from './settle.ts';
import { file, folder, jsonl } from './testing/files.ts';

const VERL = { input: 'Q', output: 'a', score: 1 };

test('names that are like those of a trainer do not tell without its fields', async () => {
  const root = folder();
  jsonl(join(root, '1.jsonl'), [{ messages: [] }]);
  expect((await recognise(root)).trainer).toBe('chat');
});

test('files of other names are found by their fields, others are left', async () => {
  const root = folder();
  jsonl(join(root, 'b/mine.jsonl'), [VERL]);
  jsonl(join(root, 'a/other.jsonl'), [{ x: 1 }]);
  jsonl(join(root, '.hidden/1.jsonl'), [VERL]);
  const { trainer, evidence, files } = await recognise(root);
  expect({ trainer, evidence }).toEqual({
    trainer: 'verl',
    evidence: ['b/mine.jsonl: fields input, output, score'],
  });
  expect(files.map(({ path }) => path)).toEqual(['b/mine.jsonl']);
});

test('files that are not read are named with the reason', async () => {
  const root = folder();
  jsonl(join(root, '1.jsonl'), [VERL]);
  jsonl(join(root, 'mine.jsonl'), [VERL]);
  file(join(root, '2.jsonl.gz'), 'x');
  file(join(root, 'log.txt'), 'x');
  file(join(root, 'config.json'), '{}');
  expect((await recognise(root)).others).toEqual([
    { reason: 'not called as rollouts of verl are', paths: ['mine.jsonl'] },
    { reason: 'packed; expected them unpacked', paths: ['2.jsonl.gz'] },
  ]);
  jsonl(join(root, 'a/mine.jsonl'), [VERL]);
  jsonl(join(root, 'a/other.jsonl'), [{ x: 1 }]);
  expect((await recognise(join(root, 'a'))).others).toEqual([
    { reason: 'without the fields of rollouts of verl', paths: ['other.jsonl'] },
  ]);
  expect((await recognise(join(root, '1.jsonl'))).others).toEqual([]);
});

test('files are in the order of their steps, and the same content counts once', async () => {
  const root = folder();
  for (const step of [10, 9, 2]) jsonl(join(root, `${step}.jsonl`), [{ ...VERL, step }]);
  jsonl(join(root, 'copy/9.jsonl'), [{ ...VERL, step: 9 }]);
  const { files, duplicates } = await recognise(root);
  expect(files.map(({ path }) => path)).toEqual(['2.jsonl', '9.jsonl', '10.jsonl']);
  expect(duplicates).toEqual([{ path: 'copy/9.jsonl', of: '9.jsonl' }]);
});

test.each([
  [
    'no such folder',
    {},
    (root: string) => join(root, 'none'),
    /none: cannot be read \(ENOENT\); expected a folder or file of rollouts$/,
  ],
  [
    'nothing to read',
    {},
    (root: string) => root,
    /: holds no file that ends in \.jsonl, \.parquet, \.eval, \.json; expected rollouts of a trainer that is known$/,
  ],
  [
    'unknown fields',
    {},
    (root: string) => jsonl(join(root, 'a.jsonl'), [{ x: 1, y: 2 }]),
    /a\.jsonl: a\.jsonl has fields x, y; expected rollouts of a trainer that is known$/,
  ],
  [
    'fields of another',
    { from: 'trl' },
    (root: string) => jsonl(join(root, 'a.jsonl'), [VERL]),
    /a\.jsonl has fields input, output, score, as those of verl; expected rollouts of trl$/,
  ],
  [
    'nothing but what is packed',
    {},
    (root: string) => dirname(file(join(root, '1.jsonl.gz'), 'x')),
    /: 1\.jsonl\.gz is packed; expected it unpacked, as rollouts of a trainer that is known$/,
  ],
  [
    'no record',
    {},
    (root: string) => file(join(root, 'a.jsonl'), 'x\n'),
    /a\.jsonl has no record that can be read; expected/,
  ],
  [
    'a table without columns',
    { from: 'table' },
    (root: string) => jsonl(join(root, 'a.jsonl'), [VERL]),
    /map names no completion of the table; expected a column that is completion$/,
  ],
] as const)('%s: one line says what was found', async (_, options, make, message) => {
  await expect(recognise(make(folder()), options)).rejects.toThrow(message);
});

test('a run is settled as a whole: early files without marks are read as late ones', async () => {
  const root = folder();
  for (let step = 0; step < 20; step++) {
    const output = step < 19 ? 'Answer: 1' : '<think>t</think>\\boxed{1}';
    jsonl(join(root, `${step}.jsonl`), [{ ...VERL, output, step }]);
  }
  const { files } = await recognise(root);
  const settled = await settle(files, importOptionsSchema.parse({}));
  expect(settled.options).toMatchObject({ thought: 'think', answer: 'answer' });
  expect(settled.thought.evidence).toBe('1 of the first 8 completions hold <think> or </think>');
});

test('a column that is mapped has to be in some record', async () => {
  const root = folder();
  jsonl(join(root, '1.jsonl'), [VERL, { ...VERL, style: 1 }]);
  const { files } = await recognise(root);
  const settled = (map: object) => settle(files, importOptionsSchema.parse({ map }));
  await expect(settled({ style: 'reward_style' })).resolves.toBeDefined();
  await expect(settled({ stlye: 'reward_style' })).rejects.toThrow(
    /none of the first records has the field stlye, which map names$/,
  );
});
