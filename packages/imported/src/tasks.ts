import type { Before, StageTask } from '@vestige/experiment';
import { IMPORTED_FILE, importedDirectory, importedProject } from './load.ts';
import type { Imported } from './options.ts';
import { IMPORTED_STAGES, type ImportedStageName } from './stages.ts';

export { IMPORTED_STAGES, type ImportedStageName } from './stages.ts';

/** The conversion of a run. */
export function convertTask(imported: Imported, run: string): StageTask {
  return {
    stage: IMPORTED_STAGES.convert,
    whole: imported,
    file: IMPORTED_FILE,
    project: `${importedProject(imported)}-${run}`,
    directory: importedDirectory(imported, 'convert', run),
    run: { condition: run, seed: 0 },
    options: [['run', run]],
    settings: () => imported.runs[run]!,
    before: () => [],
    also: [],
  };
}

/** A stage of imported runs as a whole. */
export function importedTask(imported: Imported, stage: 'analyze' | 'report'): StageTask {
  const { directory: _, preset: __, ...settings } = imported;
  const { runs, reinforcement, seed } = imported;
  return {
    stage: IMPORTED_STAGES[stage],
    whole: imported,
    file: IMPORTED_FILE,
    project: importedProject(imported),
    directory: importedDirectory(imported, stage),
    options: [],
    settings: () => (stage === 'analyze' ? { runs, reinforcement, seed } : settings),
    before: () =>
      IMPORTED_STAGES[stage].after.flatMap(({ stage: earlier, files = [] }) =>
        earlierTasks(imported, earlier).map((task): Before => ({ task, policies: false, files })),
      ),
    also: [],
  };
}

function earlierTasks(imported: Imported, stage: ImportedStageName): StageTask[] {
  if (stage !== 'convert') return [importedTask(imported, 'analyze')];
  return Object.keys(imported.runs).map((run) => convertTask(imported, run));
}
