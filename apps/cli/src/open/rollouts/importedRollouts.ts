import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openIndex, type Source } from '@vestige/browse';
import { importedDirectory, importedRuns } from '@vestige/imported/file';
import type { Imported } from '@vestige/imported/options';
import { readCheckedJson, writtenDigest } from '@vestige/manifest';
import type { Reinforcement } from '@vestige/reinforcement';
import { rolloutsPage } from '@vestige/rollouts-page';
import { accountOf } from '../../stages/shared/imported.ts';
import { Interrupted } from '../../stages/shared/interrupted.ts';
import { type Progress, version } from '../../stages/shared/stageContext.ts';
import type { ServedRollouts } from './answerRollouts.ts';
import { RolloutBrowser } from './browser.ts';

/** File of the index, beside the runs. */
const INDEX = 'index.sqlite';

/** Whether the tables of imported runs lie beside their report, which can be taken away from them. */
export function hasRollouts(imported: Imported): boolean {
  return Object.keys(imported.runs).every((run) => existsSync(importedDirectory(imported, 'convert', run)));
}

/**
 * All rollouts of imported runs, to be browsed. Their index is made, or brought up to date, first; an interruption loses little of
 * it.
 *
 * @throws {Interrupted} if `signal` was aborted meanwhile
 */
export async function importedRollouts(
  imported: Imported,
  progress: Progress,
  signal: AbortSignal,
): Promise<ServedRollouts & Disposable> {
  const page = rolloutsPage(imported.title, version());
  const sources = Object.keys(imported.runs).flatMap((run) => sourcesOf(imported, run));
  const analysis = join(importedDirectory(imported, 'analyze'), 'reinforcement.json');
  const { runs } = readCheckedJson(analysis) as { readonly runs: Readonly<Record<string, Reinforcement>> };
  const total = sources.reduce((sum, { rows }) => sum + rows, 0);
  progress.start('index', total, 'rollouts');
  const building = { onProgress: (rollouts: number) => progress.advance(rollouts), signal };
  const index = await openIndex(join(importedRuns(imported), INDEX), sources, building).catch((error) => {
    throw error instanceof Interrupted ? new Interrupted('interrupted; the index goes on from here') : error;
  });
  progress.finish(`${total.toLocaleString('en')} rollouts can be browsed`);
  const { title, reinforcement } = imported;
  return {
    browser: new RolloutBrowser({ title, index, runs, where: reinforcement.where }),
    page,
    token: randomBytes(32).toString('base64url'),
    [Symbol.dispose]: () => index[Symbol.dispose](),
  };
}

function sourcesOf(imported: Imported, run: string): Source[] {
  const folder = importedDirectory(imported, 'convert', run);
  return accountOf(imported, run).files.map(({ segment, kind, rows, parts }) => {
    const path = join(folder, segment);
    return { run, kind, path, digest: writtenDigest(path)!, rows, parts };
  });
}
