import { join } from 'node:path';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { file, folder, jsonl } from '../testing/files.ts';
import { imported } from '../testing/imported.ts';
import type { Entry } from './entry.ts';
import { readEntries, spansOf } from './readEntries.ts';
import { type Span, WHOLE } from './span.ts';

async function spansIn(path: string, part?: number): Promise<Span[]> {
  return await Array.fromAsync(spansOf(path, part));
}

async function read(path: string, spans: readonly Span[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const span of spans) for await (const some of readEntries(path, span)) entries.push(...some);
  return entries;
}

const line = fc.oneof(
  fc.constantFrom('', ' ', '[', '{"a":NaN}', '\r'),
  fc.string({ maxLength: 60, unit: 'grapheme' }).map((text) => JSON.stringify({ text })),
);

test('parts of JSON lines hold what the file does, each with the lines of its own', async () => {
  const path = join(folder(), 'a.jsonl');
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 40 }),
      fc.constantFrom('\n', '\r\n'),
      fc.constantFrom('', '\uFEFF'),
      fc.boolean(),
      fc.integer({ min: 1, max: 400 }),
      async (lines, end, mark, isEnded, part) => {
        file(path, mark + lines.join(end) + (isEnded ? end : ''));
        const spans = await spansIn(path, part);
        expect(spans.every(({ from, to }) => from < to)).toBe(true);
        expect(await read(path, spans)).toEqual(await read(path, [WHOLE]));
      },
    ),
    { numRuns: 100 },
  );
});

test('parts of Parquet hold the rows of the file, in pages and row groups of any size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.option(fc.constantFrom('a', 'b', 'long '.repeat(20))), fc.option(fc.double())), {
        minLength: 1,
        maxLength: 500,
        size: 'max',
      }),
      fc.integer({ min: 16, max: 2000 }),
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 1, max: 2000 }),
      async (rows, pageSize, rowGroupSize, part) => {
        const columnData = [
          { name: 'text', type: 'STRING' as const, nullable: true, data: rows.map(([text]) => text) },
          { name: 'number', type: 'DOUBLE' as const, nullable: true, data: rows.map(([, number]) => number) },
        ];
        const written = parquetWriteBuffer({ columnData, pageSize, rowGroupSize });
        const path = file(join(folder(), 'a.parquet'), new Uint8Array(written));
        const spans = await spansIn(path, part);
        expect(spans.every(({ from, to }) => from < to)).toBe(true);
        expect(await read(path, spans)).toEqual(await read(path, [WHOLE]));
      },
    ),
    { numRuns: 60 },
  );
});

test('a file is divided in an even number of like parts, from twice their size on', async () => {
  const path = jsonl(join(folder(), 'a.jsonl'), new Array(1000).fill({ text: 'x'.repeat(86) }));
  const counts = [50_000, 48_000, 25_000, 20_000].map(async (part) => (await spansIn(path, part)).length);
  expect(await Promise.all(counts)).toEqual([1, 2, 2, 4]);
  expect(await spansIn(path, 25_000)).toEqual([
    { from: 0, to: 49_098, first: 1 },
    { from: 49_098, to: 98_000, first: 502 },
  ]);
});

test('what has lists, or is read from its beginning only, is not divided', async () => {
  const messages = '../testing/genuine/trl/messages/completions/completions_00001.parquet';
  expect(await spansIn(join(import.meta.dirname, messages), 1)).toEqual([WHOLE]);
  expect(await spansIn(file(join(folder(), 'a.json'), '[{}, {}]'), 1)).toEqual([WHOLE]);
});

test('one line longer than all parts', async () => {
  const path = jsonl(join(folder(), 'a.jsonl'), [{}, { text: 'x'.repeat(10_000) }, {}]);
  const spans = await spansIn(path, 100);
  expect(spans).toHaveLength(2);
  expect(await read(path, spans)).toEqual(await read(path, [WHOLE]));
});

test('a file that is imported in parts gives the rows and the account of the whole', async () => {
  const marked = Array.from({ length: 3000 }, (_, i) => ({
    ...{ input: `Q ${i % 7}`, output: i > 2500 ? `<think>t</think>${i}` : `${i}`, score: i % 2, step: i },
    ...(i % 10 === 0 && { format: 0.5 }),
  }));
  const lines = marked.map((record, i) => (i % 100 === 99 ? '{"input":' : JSON.stringify(record)));
  lines[1500] = '{"input":"Q","output":"a","score":NaN}';
  const path = file(join(folder(), '1.jsonl'), lines.join('\n'));
  const whole = await imported(path, { from: 'verl' });
  expect(whole.accounts[0]).toMatchObject({
    ...{ rows: 2970, steps: { min: 0, max: 2998 }, notFinite: 1, rejected: { count: 30 } },
    notes: ['494 completions mark a thought, and none of the first ones does: name the marks by thought'],
  });
  for (const part of [100_000, 20_000, 1000]) {
    const { rows, accounts } = await imported(path, { from: 'verl' }, part);
    expect(rows).toEqual(whole.rows);
    expect(accounts).toEqual(whole.accounts);
  }
});
