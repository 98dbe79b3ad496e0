import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTable } from '@vestige/rollouts';
import { importOptionsSchema, type SourceFile } from '@vestige/trainers';
import { expect, onTestFinished, test } from 'vitest';
import { type Converted, segmentStore } from './segmentStore.ts';

const ROWS = 2000;
const OPTIONS = importOptionsSchema.parse({ from: 'verl', thought: 'none', answer: 'none' });

/** A file of verl, and a store that divides it when told so. */
function situation() {
  const root = mkdtempSync(join(tmpdir(), 'vestige-segments-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const source = join(root, '1.jsonl');
  const line = (i: number) => `${JSON.stringify({ input: `Q ${i}`, output: 'a', score: i })}\n`;
  writeFileSync(source, Array.from({ length: ROWS }, (_, i) => line(i)).join(''));
  const file: SourceFile = { root, path: '1.jsonl', trainer: 'verl', step: 1, kind: 'train' };
  const kept = join(root, 'segments');
  let runs = 0;
  const told: number[] = [];
  const convert = async (part?: number, meanwhile = () => {}): Promise<Converted> => {
    told.length = 0;
    const store = await segmentStore(kept, [file], new AbortController().signal, part);
    try {
      const run = runs++;
      const converting = store.convert(
        file,
        OPTIONS,
        (i) => join(root, `${run}-${i}.arrow`),
        (rows) => told.push(rows),
      );
      meanwhile();
      const converted = await converting;
      store.keepOnly();
      return converted;
    } finally {
      await store.close();
    }
  };
  const times = () =>
    Object.fromEntries(readdirSync(kept).map((name) => [name, statSync(join(kept, name)).mtimeMs]));
  return { source, kept, convert, times, line, told };
}

const rowsOf = ({ segments }: Converted) => segments.flatMap(({ path }) => [...readTable(path).rows()]);

test('a file in parts gives the rows and the account of the whole; a part that is kept is not converted again', async () => {
  const { kept, convert, times, told } = situation();
  const whole = await convert();
  expect(whole.segments).toHaveLength(1);
  const parts = await convert(10_000);
  expect(parts.segments.map(({ rows }) => rows)).toHaveLength(6);
  expect(parts.segments.reduce((sum, { rows }) => sum + rows, 0)).toBe(ROWS);
  expect(told).toHaveLength(6);
  expect(told.at(-1)).toBe(ROWS);
  expect(parts.account).toEqual(whole.account);
  expect(rowsOf(parts)).toEqual(rowsOf(whole));

  const before = times();
  expect(Object.keys(before)).toHaveLength(12);
  const [lost = ''] = Object.keys(before).filter((name) => name.endsWith('.arrow'));
  const content = readFileSync(join(kept, lost));
  rmSync(join(kept, lost));
  expect((await convert(10_000)).segments.map(({ digest }) => digest)).toEqual(
    parts.segments.map(({ digest }) => digest),
  );
  expect(content.equals(readFileSync(join(kept, lost)))).toBe(true);
  const { [lost]: _, ...others } = times();
  expect(others).toEqual(Object.fromEntries(Object.entries(before).filter(([name]) => name !== lost)));
});

test('a file that grows while its parts are converted is converted as it is then', async () => {
  const { source, convert, line } = situation();
  const parts = await convert(10_000, () => appendFileSync(source, line(ROWS)));
  expect(parts.account.rows).toBe(ROWS + 1);
  expect(rowsOf(parts).map(({ line }) => line)).toEqual(Array.from({ length: ROWS + 1 }, (_, i) => i + 1));
});

test('a file that cannot be read at all is told once, however many parts it has', async () => {
  const { source, convert, kept } = situation();
  const cut = source.replace('jsonl', 'parquet');
  writeFileSync(cut, 'PAR1');
  const file: SourceFile = {
    root: join(cut, '..'),
    path: '1.parquet',
    trainer: 'trl',
    step: 1,
    kind: 'train',
  };
  const store = await segmentStore(kept, [file], new AbortController().signal, 1);
  onTestFinished(() => store.close());
  await expect(store.convert(file, OPTIONS, (i) => `${i}`)).rejects.toThrow(/1\.parquet: .*cannot be read/);
  expect((await convert(10_000)).account.rows).toBe(ROWS);
});
