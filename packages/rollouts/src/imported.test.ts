import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { IMPORTED_TABLE, importedColumns, importedParts } from './imported.ts';
import { readTable } from './reader.ts';
import { writeTable } from './writer.ts';

test('a segment has a column for each part of the reward, and they are found again', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'vestige-rollouts-')), 'imported.arrow');
  const columns = importedColumns(['correct', 'format']);
  const row = {
    ...{ step: 3, problem: 'q:0', group: null, question: 'Q', boundary: 'closed', opening: '<think>' },
    ...{ thought: 'é', closing: '</think>', response: 'a', answer: null, label: null, reward: 0.1 },
    ...{ advantage: -1e-300, tokens: null, stop: 'end', ids: null, log_probs: null, line: 1, extra: null },
    ...{ reward_correct: 0.1, reward_format: null },
  };
  await writeTable(path, columns, [row], { table: IMPORTED_TABLE });
  const { table, rows } = readTable(path, columns);
  expect([...rows()]).toEqual([row]);
  const names = table.schema.fields.map(({ name }) => name);
  expect(importedParts(names)).toEqual(['correct', 'format']);
  expect(names.filter((name) => name.startsWith('reward'))).toEqual([
    'reward',
    'reward_correct',
    'reward_format',
  ]);
});
