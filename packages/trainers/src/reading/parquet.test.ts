import { join } from 'node:path';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { file, folder } from '../testing/files.ts';
import { hasLists, readParquet } from './parquet.ts';
import { WHOLE } from './span.ts';

/** Writes columns of rows. */
function written(
  rows: readonly Readonly<Record<string, unknown>>[],
  types: Readonly<Record<string, 'STRING' | 'DOUBLE' | 'INT32' | 'BOOLEAN' | 'JSON'>>,
  options: object = {},
): string {
  const columnData = Object.entries(types).map(([name, type]) => ({
    ...{ name, type, nullable: true },
    data: rows.map((row) => row[name]),
  }));
  return file(join(folder(), 'a.parquet'), new Uint8Array(parquetWriteBuffer({ columnData, ...options })));
}

async function read(path: string): Promise<unknown[]> {
  const entries: unknown[] = [];
  for await (const some of readParquet(path, WHOLE)) entries.push(...some);
  return entries;
}

const row = fc.record({
  text: fc.option(fc.oneof(fc.constantFrom('again', 'and again', ''), fc.string({ unit: 'grapheme' }))),
  number: fc.option(fc.double({ noNaN: true })),
  whole: fc.option(fc.integer()),
  flag: fc.option(fc.boolean()),
});

test('rows are what was written, in pages and row groups of any size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 700, size: 'max' }),
      fc.integer({ min: 16, max: 2000 }),
      fc.integer({ min: 1, max: 400 }),
      fc.constantFrom('SNAPPY', 'UNCOMPRESSED'),
      async (rows, pageSize, rowGroupSize, codec) => {
        const types = { text: 'STRING', number: 'DOUBLE', whole: 'INT32', flag: 'BOOLEAN' } as const;
        const path = written(rows, types, { pageSize, rowGroupSize, codec });
        expect(await read(path)).toEqual(
          rows.map(({ whole, ...record }, i) => ({
            line: i + 1,
            record: { ...record, whole: whole === null ? null : BigInt(whole) },
          })),
        );
      },
    ),
    { numRuns: 60 },
  );
});

test('a header that is longer than most, since its statistics are', async () => {
  const rows = [{ text: 'x'.repeat(20_000) }, { text: 'y'.repeat(30_000) }];
  const path = written(rows, { text: 'STRING' }, { statisticsTruncateLength: Infinity });
  expect(await read(path)).toEqual(rows.map((record, i) => ({ line: i + 1, record })));
});

test('lists and structures are told', async () => {
  const genuine = (kind: string) =>
    hasLists(
      join(import.meta.dirname, `../testing/genuine/trl/${kind}/completions/completions_00001.parquet`),
    );
  expect(await genuine('text')).toBe(false);
  expect(await genuine('messages')).toBe(true);
  await expect(hasLists(file(join(folder(), 'b.parquet'), 'no Parquet'))).rejects.toThrow(
    /b\.parquet: it cannot be read as Parquet/,
  );
});
