import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { column, optionalColumn } from '@vestige/rollouts';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { expect, onTestFinished, test } from 'vitest';
import { folder } from '../testing/cli.ts';
import { type PlainRow, writeJsonLines, writeParquet } from './writeRows.ts';

const COLUMNS = {
  text: optionalColumn('utf8', 'Text.'),
  whole: column('int32', 'A whole number.'),
  reward: optionalColumn('float64', 'A reward.'),
  flag: column('bool', 'A flag.'),
  ids: optionalColumn('int32[]', 'Ids.'),
};

const ROWS: readonly PlainRow[] = [
  { text: 'a\n"b" \u202e é 😀', whole: -(2 ** 31), reward: 0.1 + 0.2, flag: true, ids: Int32Array.of(1, 2) },
  { text: null, whole: 0, reward: null, flag: false, ids: null },
  { text: '', whole: 1, reward: -0, flag: false, ids: Int32Array.of() },
  { text: 'x', whole: 1, reward: 0, flag: false, ids: Int32Array.of(3) },
];

async function* rows(fails = false): AsyncGenerator<PlainRow> {
  yield* ROWS;
  if (fails) throw new Error('given up');
}

const plain = ROWS.map(({ ids, ...row }) => ({ ...row, ids: ids ? Array.from(ids as Int32Array) : null }));

test('Parquet holds what it was given, to the bit', async () => {
  const path = join(folder(onTestFinished), 'rows.parquet');
  await writeParquet(path, COLUMNS, rows());
  const read = await parquetReadObjects({ file: await asyncBufferFromFile(path) });
  expect(read).toEqual(plain);
  expect(Object.is(read[2]!.reward, -0)).toBe(true);
});

test('JSON lines do, an object a line', async () => {
  const path = join(folder(onTestFinished), 'rows.jsonl');
  await writeJsonLines(path, COLUMNS, rows());
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(JSON.parse(JSON.stringify(plain)));
});

test('what is given up leaves nothing', async () => {
  const here = folder(onTestFinished);
  await expect(writeParquet(join(here, 'rows.parquet'), COLUMNS, rows(true))).rejects.toThrow('given up');
  await expect(writeJsonLines(join(here, 'rows.jsonl'), COLUMNS, rows(true))).rejects.toThrow('given up');
  expect(readdirSync(here)).toEqual([]);
});

test.runIf(existsSync('/dev/full'))('a full disk is told, and leaves nothing', async () => {
  const here = folder(onTestFinished);
  for (const [name, write] of Object.entries({ parquet: writeParquet, jsonl: writeJsonLines })) {
    const path = join(here, `rows.${name}`);
    symlinkSync('/dev/full', `${path}.partial`);
    await expect(write(path, COLUMNS, rows())).rejects.toMatchObject({ code: 'ENOSPC' });
  }
  expect(readdirSync(here)).toEqual([]);
});
