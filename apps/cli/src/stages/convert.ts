import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { counted } from '@vestige/imported/counted';
import { importedDirectory, ROLLOUTS_FOLDER, sourceOf } from '@vestige/imported/file';
import type { Imported } from '@vestige/imported/options';
import { convertTask } from '@vestige/imported/tasks';
import {
  ImportError,
  type ImportOptions,
  importOptionsSchema,
  locationOf,
  recognise,
  type Settled,
  type SourceFile,
  settle,
} from '@vestige/trainers';
import { expectedFolder } from './shared/expected.ts';
import type { ConvertedFile, RunAccount } from './shared/imported.ts';
import { type SegmentStore, segmentStore } from './shared/segmentStore.ts';
import { type StageContext, writeStage } from './shared/stageContext.ts';

/**
 * Converts the rollouts of a run. Writes `rollouts/*.arrow`, one for each file of the trainer or for each part of a large
 * one, and `account.json`.
 *
 * Beside the folder of the stage, `segments` keeps each of them as soon as it is converted: an interrupted conversion goes on
 * from there, and one of a run that has grown converts what is new.
 */
export async function convertStage(imported: Imported, run: string, context: StageContext): Promise<string> {
  const { progress, signal } = context;
  const { path: _, ...given } = imported.runs[run]!;
  const stage = expectedFolder(convertTask(imported, run));
  return await writeStage(stage, context, undefined, async (temporary, known) => {
    const { trainer, evidence, files, duplicates, others } = await recognise(sourceOf(imported, run), given);
    const folder = join(importedDirectory(imported, 'convert', run), '..', 'segments');
    mkdirSync(join(temporary, ROLLOUTS_FOLDER));
    const unreadable = new Map<number, string>();
    let [done, rollouts] = [0, 0];
    const tell = () => progress.advance(done, { rollouts: rollouts.toLocaleString('en') });
    const convert = async (
      store: SegmentStore,
      options: ImportOptions,
      file: SourceFile,
      i: number,
    ): Promise<ConvertedFile[]> => {
      const name = join(temporary, ROLLOUTS_FOLDER, String(i).padStart(6, '0'));
      const pathOf = (part: number) => `${name}${part > 0 ? `-${part}` : ''}.arrow`;
      let read = 0;
      const count = (rows: number) => {
        rollouts += rows - read;
        read = rows;
        tell();
      };
      try {
        const { account, segments } = await store.convert(file, options, pathOf, count);
        const tables = segments.map(({ path, rows, digest }) => {
          const table = { path: relative(temporary, path), rows };
          known.set(table.path, digest);
          return table;
        });
        return [{ segments: tables, kind: file.kind, ...account }];
      } catch (error) {
        if (!(error instanceof ImportError)) throw error;
        count(0);
        const told = error.message.replace(locationOf(file), file.path);
        unreadable.set(i, told);
        progress.note(told);
        return [];
      } finally {
        done++;
        tell();
      }
    };
    const store = await segmentStore(folder, files, signal);
    let settled: Settled;
    let converted: ConvertedFile[];
    try {
      settled = await settle(files, importOptionsSchema.parse({ ...given, from: trainer }), store.sample);
      const { options } = settled;
      progress.start('files', files.length, 'files');
      converted = (await Promise.all(files.map((file, i) => convert(store, options, file, i)))).flat();
      store.keepOnly();
    } finally {
      await store.close();
    }
    const { thought, answer } = settled;
    const mistakes = files.flatMap((_, i) => unreadable.get(i) ?? []);
    if (rollouts === 0) {
      const [first = `${sourceOf(imported, run)}: holds no rollout`] = mistakes;
      throw new ImportError(first);
    }
    const account: RunAccount = {
      trainer,
      evidence,
      duplicates,
      others,
      thought,
      answer,
      unreadable: mistakes,
      files: converted,
    };
    writeFileSync(join(temporary, 'account.json'), `${JSON.stringify(account, null, 2)}\n`);
    progress.finish(`${counted(rollouts, 'rollout')} in ${counted(converted.length, 'file')} of ${trainer}`);
  });
}
