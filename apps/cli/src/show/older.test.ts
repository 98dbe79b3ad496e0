import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rolloutColumns, SCHEMA_VERSION, writeTable } from '@vestige/rollouts';
import { expect, onTestFinished, test } from 'vitest';
import { folder, writeMiniature } from '../testing/cli.ts';
import { complaint } from '../testing/inProcess.ts';

/** Writes a table as an earlier version did, as far as can be seen before its columns. */
async function writeOlder(path: string, version: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  await writeTable(path, rolloutColumns, [], { table: 'rollouts' });
  const text = readFileSync(path, 'latin1').replaceAll(`"schemaVersion":${SCHEMA_VERSION}`, version);
  writeFileSync(path, text, 'latin1');
}

test('a table of an older schema is told with the command that makes it anew', async () => {
  const there = folder(onTestFinished);
  writeMiniature(there);
  const table = join(there, 'runs/biased-s0/train/rollouts.arrow');
  const anew =
    /`vestige pretrain \S+ --seed 0 && vestige train \S+ --seed 0 --condition biased` makes it anew$/;
  await writeOlder(table, '"schemaVersion":3');
  const message = await complaint('show', table);
  expect(message).toContain(
    `train/rollouts.arrow: is the table rollouts of an older schema, version 3; expected version ${SCHEMA_VERSION}; \``,
  );
  expect(message).toMatch(anew);
  await writeOlder(table, '"schemaVersiom":4');
  expect(await complaint('show', table)).toContain(
    `of an older schema, no version; expected version ${SCHEMA_VERSION}; \``,
  );
  expect(await complaint('show', table, '--rows', '1', '--json')).toMatch(anew);
});

test('one that lies elsewhere does not tell which command', async () => {
  const table = join(folder(onTestFinished), 'kept.arrow');
  await writeOlder(table, '"schemaVersion":2');
  expect(await complaint('show', table)).toContain(
    `kept.arrow: is the table rollouts of an older schema, version 2; expected version ${SCHEMA_VERSION}; run its stage again`,
  );
});
