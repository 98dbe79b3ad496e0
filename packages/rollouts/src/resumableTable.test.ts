import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { categoryColumn, column, optionalColumn } from './column.ts';
import { openResumableTable } from './resumableTable.ts';
import type { Row } from './tables.ts';
import { writeTable } from './writer.ts';

const columns = {
  step: column('int32', 'a step'),
  loss: optionalColumn('float32', 'a loss'),
  reward: optionalColumn('float64', 'a reward'),
  good: column('bool', 'a flag'),
  name: optionalColumn('utf8', 'a name'),
  kind: categoryColumn(['a', 'b'], 'a kind'),
  tokens: column('int32[]', 'tokens'),
  log_probs: optionalColumn('float32[]', 'log-probabilities'),
};
const PROVENANCE = { table: 'test', seed: 4 };

const aNumber = fc.double({ noNaN: true, min: -1e30, max: 1e30 });
const aRow: fc.Arbitrary<Row<typeof columns>> = fc.record({
  step: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  loss: fc.option(aNumber),
  reward: fc.option(aNumber),
  good: fc.boolean(),
  name: fc.option(fc.string({ unit: 'binary' })),
  kind: fc.constantFrom('a', 'b'),
  tokens: fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 4 }),
  log_probs: fc.option(fc.array(aNumber, { maxLength: 4 })),
});

test('whenever it is stopped, a table that goes on comes to the same bytes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-rollouts-'));
  const pieces = fc.array(fc.record({ rows: fc.array(aRow, { maxLength: 7 }), stops: fc.boolean() }), {
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(pieces, fc.integer({ min: 1, max: 5 }), async (some, rowsPerBatch) => {
      const open = (name: string) =>
        openResumableTable(join(folder, name), columns, PROVENANCE, rowsPerBatch);
      const whole = open('whole.arrow');
      whole.appendAll(some.flatMap(({ rows }) => rows));
      await whole.close();
      let table = open('stopped.arrow');
      const taken: Uint8Array[] = [];
      for (const { rows, stops } of some) {
        table.appendAll(rows);
        if (!stops) continue;
        taken.push(table.taken());
        table.appendAll(rows);
        await table.abort();
        table = open('stopped.arrow');
        for (const stream of taken) table.resume(stream);
      }
      await table.close();
      const [first, second] = ['whole.arrow', 'stopped.arrow'].map((name) =>
        readFileSync(join(folder, name)),
      );
      expect(second!.equals(first!)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('it is the file of a table that cannot go on, and gives the rows back as the file holds them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-rollouts-'));
  const rows = fc.sample(aRow, { numRuns: 5000, seed: 1 });
  await writeTable(join(folder, 'plain.arrow'), columns, rows, PROVENANCE);
  const first = openResumableTable(join(folder, 'first.arrow'), columns, PROVENANCE);
  first.appendAll(rows);
  const stream = first.taken();
  await first.close();
  const second = openResumableTable(join(folder, 'second.arrow'), columns, PROVENANCE);
  const read = second.resume(stream);
  await second.close();
  expect(read.map(({ loss }) => loss)).toEqual(
    rows.map(({ loss }) => (loss === null ? null : Math.fround(loss))),
  );
  const [plain, ...others] = ['plain.arrow', 'first.arrow', 'second.arrow'].map((name) =>
    readFileSync(join(folder, name)),
  );
  for (const other of others) expect(other.equals(plain!)).toBe(true);
});
