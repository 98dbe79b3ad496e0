import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { counted } from '@vestige/imported/counted';
import { importedDirectory, ROLLOUTS_FOLDER, sourceOf } from '@vestige/imported/file';
import type { Imported } from '@vestige/imported/options';
import { convertTask } from '@vestige/imported/tasks';
import { ImportError, importOptionsSchema, recognise, settle } from '@vestige/trainers';
import { expectedFolder } from './shared/expected.ts';
import type { ConvertedFile, RunAccount } from './shared/imported.ts';
import { segmentStore } from './shared/segmentStore.ts';
import { betweenSteps, type StageContext, writeStage } from './shared/stageContext.ts';

/**
 * Converts the rollouts of a run. Writes `rollouts/*.arrow`, one for each file of the trainer, and `account.json`.
 *
 * Beside the folder of the stage, `segments` keeps each file as soon as it is converted: an interrupted conversion goes on
 * from there, and one of a run that has grown converts what is new.
 */
export async function convertStage(imported: Imported, run: string, context: StageContext): Promise<string> {
  const { progress, signal } = context;
  const { path: _, ...given } = imported.runs[run]!;
  const stage = expectedFolder(convertTask(imported, run));
  return await writeStage(stage, context, undefined, async (temporary) => {
    const { trainer, evidence, files, duplicates, others } = await recognise(sourceOf(imported, run), given);
    const { options, thought, answer } = await settle(
      files,
      importOptionsSchema.parse({ ...given, from: trainer }),
    );
    const store = segmentStore(join(importedDirectory(imported, 'convert', run), '..', 'segments'), options);
    mkdirSync(join(temporary, ROLLOUTS_FOLDER));
    progress.start('files', files.length, 'files');
    const converted: ConvertedFile[] = [];
    const unreadable: string[] = [];
    let rollouts = 0;
    for (const [i, file] of files.entries()) {
      const segment = `${ROLLOUTS_FOLDER}/${String(i).padStart(6, '0')}.arrow`;
      try {
        const account = await store.convert(file, join(temporary, segment));
        converted.push({ segment, kind: file.kind, ...account });
        rollouts += account.rows;
      } catch (error) {
        if (!(error instanceof ImportError)) throw error;
        unreadable.push(error.message);
        progress.note(error.message);
      }
      progress.advance(i + 1, { rollouts: rollouts.toLocaleString('en') });
      await betweenSteps(signal);
    }
    store.keepOnly();
    if (rollouts === 0) {
      const [first = `${sourceOf(imported, run)}: holds no rollout`] = unreadable;
      throw new ImportError(first);
    }
    const account: RunAccount = {
      trainer,
      evidence,
      duplicates,
      others,
      thought,
      answer,
      unreadable,
      files: converted,
    };
    writeFileSync(join(temporary, 'account.json'), `${JSON.stringify(account, null, 2)}\n`);
    progress.finish(`${counted(rollouts, 'rollout')} in ${counted(converted.length, 'file')} of ${trainer}`);
  });
}
