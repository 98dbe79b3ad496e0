import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GrowingIndex, type Source } from '@vestige/browse';
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

/** Rollouts in the index from which on they are served, while the others are added. */
const ENOUGH = 16_384;

/** Whether the tables of imported runs lie beside their report, which can be taken away from them. */
export function hasRollouts(imported: Imported): boolean {
  return Object.keys(imported.runs).every((run) => existsSync(importedDirectory(imported, 'convert', run)));
}

/**
 * All rollouts of imported runs, to be browsed. Their index is made, or brought up to date, first, or where there are many,
 * while they are browsed; an interruption loses little of it.
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
  const rollouts = await grown(join(importedRuns(imported), INDEX), sources, progress, signal);
  const { title, reinforcement } = imported;
  return {
    browser: new RolloutBrowser({ title, rollouts, runs, where: reinforcement.where }),
    page,
    token: randomBytes(32).toString('base64url'),
    [Symbol.dispose]: () => rollouts[Symbol.dispose](),
  };
}

/** The index of sources, with {@link ENOUGH} rollouts in it; of the others it is told when they are. */
async function grown(
  file: string,
  sources: readonly Source[],
  progress: Progress,
  signal: AbortSignal,
): Promise<GrowingIndex> {
  const total = sources.reduce((sum, { rows }) => sum + rows, 0);
  let isServed = false;
  const enough = Promise.withResolvers<void>();
  const rollouts = new GrowingIndex(file, sources, {
    signal,
    onProgress(done) {
      if (isServed) return;
      progress.advance(done);
      if (done >= ENOUGH) enough.resolve();
    },
  });
  try {
    await Promise.race([rollouts.complete, enough.promise]);
  } catch (error) {
    rollouts[Symbol.dispose]();
    throw error instanceof Interrupted ? new Interrupted('interrupted; the index goes on from here') : error;
  }
  isServed = true;
  const { missing } = rollouts;
  const canBeBrowsed = `${total.toLocaleString('en')} rollouts can be browsed`;
  if (missing === 0) progress.finish(canBeBrowsed);
  else {
    const now = (total - missing).toLocaleString('en');
    progress.finish(`${now} of ${canBeBrowsed}; the others are added meanwhile`);
    rollouts.complete.then(
      () => progress.note(`index: ${canBeBrowsed}`),
      (error: Error) => progress.note(signal.aborted ? 'the index goes on from here' : error.message),
    );
  }
  return rollouts;
}

function sourcesOf(imported: Imported, run: string): Source[] {
  const folder = importedDirectory(imported, 'convert', run);
  return accountOf(imported, run).files.flatMap(({ segments, kind, parts }) =>
    segments.map(({ path: name, rows }) => {
      const path = join(folder, name);
      return { run, kind, path, digest: writtenDigest(path)!, rows, parts };
    }),
  );
}
