import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileDigest } from '@vestige/manifest/fileDigest';
import { IMPORTED_TABLE, type ImportedRow, importedColumns, openTableWriter } from '@vestige/rollouts';
import type { Source } from '../source.ts';

/** A rollout of which nothing is said. */
const NOTHING: ImportedRow = {
  ...{ step: null, problem: 'p', group: null, question: 'What?', boundary: 'closed', opening: '<think>' },
  ...{ closing: '</think>', thought: 'Hm.', response: 'So.', answer: null, label: null, reward: null },
  ...{ advantage: null, tokens: null, stop: null, ids: null, log_probs: null, line: 1, extra: null },
};

/** Rows a batch. */
const BATCH = 128;

/** Writes a table of rollouts, of which only some columns are said. */
export async function segment(
  path: string,
  rows: readonly Partial<ImportedRow>[],
  about: Partial<Pick<Source, 'run' | 'kind'>> = {},
): Promise<Source> {
  mkdirSync(join(path, '..'), { recursive: true });
  const writer = openTableWriter(path, importedColumns([]), { table: IMPORTED_TABLE }, BATCH);
  writer.appendAll(rows.map((row, i) => ({ ...NOTHING, line: i + 1, ...row })));
  await writer.close();
  return {
    ...{ run: 'run', kind: 'train', ...about, path },
    ...{ digest: await fileDigest(path), rows: rows.length, parts: [] },
  };
}
