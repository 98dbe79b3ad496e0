import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IntegrityError } from '@vestige/manifest';
import { expect, test } from 'vitest';
import { categoryColumn, column, optionalColumn } from './column.ts';
import { openRows } from './placedRows.ts';
import { readTable, streamTable, TableError } from './reader.ts';
import { SCHEMA_VERSION } from './tables.ts';
import { openTableWriter, writeTable } from './writer.ts';

const columns = {
  step: column('int32', 'a step'),
  loss: optionalColumn('float32', 'a loss'),
  reward: optionalColumn('float64', 'a reward'),
  good: column('bool', 'a flag'),
  name: column('utf8', 'a name'),
  kind: categoryColumn(['a', 'b'], 'a kind'),
  tokens: column('int32[]', 'tokens'),
  log_probs: optionalColumn('float32[]', 'log-probabilities'),
};

const rowAt = (i: number) => ({
  step: i,
  loss: i % 3 === 0 ? null : i / 4,
  reward: i % 7 === 0 ? null : i / 10,
  good: i % 2 === 0,
  name: `row ${i}`,
  kind: i % 5 === 0 ? 'a' : 'b',
  tokens: Int32Array.from({ length: i % 4 }, (_, k) => i + k),
  log_probs: i % 4 === 0 ? null : Float32Array.from({ length: i % 3 }, (_, k) => -k / 2),
});

const folder = () => mkdtempSync(join(tmpdir(), 'vestige-rollouts-'));

test('rows come back as they were written, over several batches', async () => {
  const path = join(folder(), 'table.arrow');
  const rows = Array.from({ length: 10_000 }, (_, i) => rowAt(i));
  await writeTable(path, columns, rows, { table: 'test', seed: 4 });
  const read = readTable(path, columns);
  expect(read.rowCount).toBe(rows.length);
  expect(read.provenance).toEqual({ schemaVersion: SCHEMA_VERSION, table: 'test', seed: 4 });
  expect([...read.rows()]).toEqual(rows);
  expect(read.table.schema.fields[0]!.metadata.get('description')).toBe('a step');
});

test('any text comes back: of several bytes a character, none at all, halves of a character, missing', async () => {
  const path = join(folder(), 'texts.arrow');
  const text = { text: optionalColumn('utf8', 'Some text.') };
  const half = '\ud83d';
  const other = '\ude00';
  for (const texts of [
    ['plain', '', null, 'ascii'],
    ['größer', 'größer als 😀', '', null, '日本語'],
    [half, other, `${half}${other}`],
    [null, null],
  ]) {
    await writeTable(
      path,
      text,
      texts.map((one) => ({ text: one })),
      { table: 'test' },
    );
    const read = Array.from(readTable(path, text).rows(), (row) => row.text);
    // Half of a character is none: UTF-8 has a replacement for it.
    expect(read).toEqual(texts.map((one) => one?.toWellFormed() ?? null));
  }
});

test('the same rows give the same bytes, whatever was written before', async () => {
  const written = async (name: string) => {
    const path = join(folder(), name);
    await writeTable(
      path,
      columns,
      Array.from({ length: 20 }, (_, i) => rowAt(i)),
      { table: 'test' },
    );
    return readFileSync(path);
  };
  expect(await written('first.arrow')).toEqual(await written('second.arrow'));
});

test('a table without rows still has its columns', async () => {
  const path = join(folder(), 'table.arrow');
  await writeTable(path, columns, [], { table: 'test' });
  const read = readTable(path, columns);
  expect(read.rowCount).toBe(0);
  expect(read.table.schema.fields.map(({ name }) => name)).toEqual(Object.keys(columns));
});

test('an unfinished file has no final name, and an aborted one leaves nothing', async () => {
  const directory = folder();
  const writer = openTableWriter(join(directory, 'table.arrow'), columns, { table: 'test' });
  for (let i = 0; i < 5000; i++) writer.append(rowAt(i));
  expect(readdirSync(directory)).not.toContain('table.arrow');
  await writer.abort();
  expect(readdirSync(directory)).toEqual([]);
});

test('few rows of long texts are several batches', async () => {
  const path = join(folder(), 'long.arrow');
  const row = { text: 'x'.repeat(2 ** 23), other: 'é' };
  const texts = { text: column('utf8', 'Some text.'), other: column('utf8', 'Some text.') };
  await writeTable(path, texts, Array(20).fill(row), { table: 'test' });
  const { table } = readTable(path, texts);
  expect(table.batches.map(({ numRows }) => numRows)).toEqual([16, 4]);
});

test('a large table is on the disk as it is written, and its digest is that of the file', async () => {
  const path = join(folder(), 'large.arrow');
  const writer = openTableWriter(path, { text: column('utf8', 'Some text.') }, { table: 'test' });
  for (let i = 0; i < 8; i++) {
    writer.appendAll(Array.from({ length: 4096 }, () => ({ text: 'x'.repeat(1024) })));
    expect((i + 1) * 2 ** 22 - statSync(`${path}.partial`).size).toBeLessThanOrEqual(2 ** 20);
  }
  const digest = await writer.close();
  expect(readTable(path).rowCount).toBe(8 * 4096);
  expect(digest).toBe(createHash('sha256').update(readFileSync(path)).digest('hex'));
});

test('a category that was not declared is an error, and nothing is left behind', async () => {
  const directory = folder();
  const writing = writeTable(join(directory, 'table.arrow'), columns, [{ ...rowAt(1), kind: 'c' }], {
    table: 'test',
  });
  await expect(writing).rejects.toThrow(/column kind: "c" is not one of its categories a, b/);
  expect(readdirSync(directory)).toEqual([]);
});

test.each([
  [
    { step: 2 ** 31 },
    'column step: holds 2147483648; expected a whole number from -2147483648 to 2147483647',
  ],
  [{ step: 0.5 }, 'column step: holds 0.5; expected a whole number from -2147483648 to 2147483647'],
  [{ step: Number.NaN }, 'column step: holds NaN; expected a whole number from -2147483648 to 2147483647'],
  [{ step: null }, 'column step: holds null; expected a whole number from -2147483648 to 2147483647'],
  [{ loss: Number.NaN }, 'column loss: holds NaN; expected a finite number that float32 holds, or null'],
  [{ loss: 1e39 }, 'column loss: holds 1e+39; expected a finite number that float32 holds, or null'],
  [{ reward: -Infinity }, 'column reward: holds -Infinity; expected a finite number, or null'],
  [{ good: undefined }, 'column good: holds undefined; expected true or false'],
  [{ name: null }, 'column name: holds null; expected text'],
  [
    { tokens: [1, 2 ** 31] },
    'column tokens: holds 2147483648; expected a whole number from -2147483648 to 2147483647',
  ],
  [
    { log_probs: [-Infinity] },
    'column log_probs: holds -Infinity; expected a finite number that float32 holds',
  ],
])('%j: what a column cannot hold is an error', async (fields, message) => {
  const row = { ...rowAt(1), ...fields } as ReturnType<typeof rowAt>;
  const writing = writeTable(join(folder(), 'table.arrow'), columns, [row], { table: 'test' });
  await expect(writing).rejects.toThrow(message);
});

test('the ends of the ranges come back', async () => {
  const path = join(folder(), 'table.arrow');
  const row = {
    ...rowAt(1),
    step: 2 ** 31 - 1,
    loss: 3.4028234663852886e38,
    reward: -Number.MAX_VALUE,
    tokens: Int32Array.of(-(2 ** 31)),
  };
  await writeTable(path, columns, [row], { table: 'test' });
  expect([...readTable(path, columns).rows()]).toEqual([row]);
});

test('a folder that cannot be written to is an error', async () => {
  const path = join(folder(), 'missing', 'table.arrow');
  await expect(writeTable(path, columns, [rowAt(1)], { table: 'test' })).rejects.toThrow(/ENOENT/);
});

test('a table of another schema is told by what it is, and how old', async () => {
  const path = join(folder(), 'table.arrow');
  await writeTable(path, columns, [rowAt(1)], { table: 'rollouts' });
  const bytes = readFileSync(path).toString('latin1');
  const read = (from: string, to: string) => () => {
    writeFileSync(path, bytes.replaceAll(from, to), 'latin1');
    readTable(path, columns);
  };
  const current = `"schemaVersion":${SCHEMA_VERSION}`;
  const expected = `; expected version ${SCHEMA_VERSION}`;
  for (const [other, told] of [
    ['"schemaVersion":3', 'is the table rollouts of an older schema, version 3'],
    ['"schemaVersion":9', 'is the table rollouts of a newer schema, version 9'],
    ['"schemaVersiom":4', 'is the table rollouts of an older schema, no version'],
  ] as const) {
    expect(read(current, other)).toThrow(new IntegrityError(path, `${told}${expected}`));
  }
  expect(read(`${current},"table"`, '"schemaVersion":3,"tible"')).toThrow(
    new IntegrityError(path, `is a table of an older schema, version 3${expected}`),
  );
});

test('missing, truncated, foreign and incomplete files are told apart in one line', async () => {
  const directory = folder();
  const path = join(directory, 'table.arrow');
  await writeTable(path, columns, [rowAt(1)], { table: 'test' });
  const bytes = readFileSync(path);
  const damaged = join(directory, 'damaged.arrow');
  const message = () => {
    const [read, streamed] = [readTable, streamTable].map((open) => {
      try {
        open(damaged, columns);
      } catch (error) {
        expect(error).toBeInstanceOf(TableError);
        return (error as Error).message;
      }
      return 'no error';
    });
    expect(streamed).toBe(read);
    return read;
  };
  expect(message()).toMatch(/damaged\.arrow: no such file/);
  writeFileSync(damaged, bytes.subarray(0, bytes.length - 20));
  expect(message()).toMatch(/truncated Arrow file/);
  writeFileSync(damaged, 'something else entirely');
  expect(message()).toMatch(/not an Arrow file/);
  const start = bytes.indexOf('{"schemaVersion"');
  const torn = Buffer.from(bytes);
  // The schema stands at the beginning and again in the footer.
  for (let at = start; at >= 0; at = torn.indexOf('{"schemaVersion"')) torn.write('<', at);
  writeFileSync(damaged, torn);
  expect(message()).toMatch(/damaged\.arrow: "vestige" in its schema metadata is no JSON object$/);
  await writeTable(damaged, { step: columns.step }, [{ step: 1 }], { table: 'test' });
  expect(message()).toMatch(/column loss is missing; it has step/);
  expect(message()).not.toContain('\n');
});

test('a table is streamed as it is read, batch by batch, and may be left halfway', async () => {
  const path = join(folder(), 'table.arrow');
  const rows = Array.from({ length: 10_000 }, (_, i) => rowAt(i));
  await writeTable(path, columns, rows, { table: 'test' });
  const streamed = streamTable(path, columns);
  expect(streamed.provenance).toEqual(readTable(path).provenance);
  expect([...streamed.rows()]).toEqual([...readTable(path, columns).rows()]);
  for (const row of streamed.rows()) {
    expect(row).toMatchObject({ step: rows[0]!.step });
    break;
  }
  // Each time anew.
  expect([...streamed.rows()]).toHaveLength(rows.length);
});

test.each([
  ['step', column('float32', 'A number.'), 'column step holds float32; expected int32'],
  ['loss', optionalColumn('utf8', 'Text.'), 'column loss holds utf8; expected float32'],
  ['reward', column('float32', 'A number.'), 'column reward holds float32; expected float64'],
  ['tokens', column('float32[]', 'Numbers.'), 'column tokens holds float32[]; expected int32[]'],
])('%s of another type than declared is an error of one line', async (name, other, message) => {
  const path = join(folder(), 'table.arrow');
  const value = { step: 0.5, loss: 'low', reward: 0.5, tokens: [0.5] }[name]!;
  const row = { ...rowAt(1), [name]: value };
  await writeTable(path, { ...columns, [name]: other }, [row as never], { table: 'test' });
  for (const open of [readTable, streamTable]) {
    expect(() => open(path, columns)).toThrow(new TableError(`${path}: ${message}`));
  }
  // Strings from a dictionary are strings.
  const { kind } = columns;
  expect(() => readTable(path, { kind: column(kind.kind, 'Text.') })).not.toThrow();
});

test('rows are read by their place, some columns of them', async () => {
  const path = join(folder(), 'placed.arrow');
  const rows = Array.from({ length: 1000 }, (_, i) => rowAt(i));
  const writer = openTableWriter(path, columns, { table: 'test' }, 64);
  writer.appendAll(rows);
  await writer.close();
  expect([...readTable(path, columns).rows()]).toEqual(rows);
  const placed = openRows(path, { name: columns.name, kind: columns.kind, tokens: columns.tokens });
  const some = ({ name, kind, tokens }: (typeof rows)[number]) => ({ name, kind, tokens });
  expect(placed.rowCount).toBe(1000);
  for (const place of [999, 0, 63, 64, 500, 65]) expect(placed.row(place)).toEqual(some(rows[place]!));
  expect([...placed.rows(130)]).toEqual(rows.slice(130).map(some));
  placed.close();
  expect(() => openRows(join(folder(), 'none.arrow'), columns)).toThrow(/no such file/);
});
