import { mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type Experiment, isBase, isGiven, runName, runsOf, stageDirectory } from '@vestige/experiment';
import { importedRuns, sourceOf } from '@vestige/imported/file';
import type { Imported } from '@vestige/imported/options';
import { convertTask } from '@vestige/imported/tasks';
import { expectStages } from '@vestige/manifest';
import { advantagesOf } from '@vestige/reinforcement';
import {
  type Columns,
  importedColumns,
  optionalColumn,
  rolloutColumns,
  streamTable,
} from '@vestige/rollouts';
import { UsageError } from '../failure.ts';
import { expectedFolder } from '../stages/shared/expected.ts';
import { rolloutOf, type Segment, segmentsOf } from '../stages/shared/imported.ts';
import { betweenSteps, type StageContext } from '../stages/shared/stageContext.ts';
import { counted } from '../terminal/layout.ts';
import { type PlainRow, writeJsonLines, writeParquet } from './writeRows.ts';

/** Formats in which rollouts are taken away. */
export type RolloutFormat = 'parquet' | 'jsonl';

const WRITE = { parquet: writeParquet, jsonl: writeJsonLines };

/** Rows between two looks at whether to stop. */
const LOOK = 4096;

/** The rollouts of a run, as they are written. */
interface RunRows {
  readonly name: string;
  readonly columns: Columns;
  rows(): Iterable<PlainRow> | Promise<Iterable<PlainRow>>;
}

/**
 * Writes the rollouts of each imported run into a file of its own, a batch in memory at a time.
 *
 * Where the trainer gave no advantages, `advantage` is the reward less the mean of the rollouts of the same problem at the same
 * step; `advantage_basis` says which it is.
 *
 * @param to folder; `runs/export-parquet` or `runs/export-jsonl` if absent
 * @returns the folder and the names of the files
 * @throws {IntegrityError} if the runs are not converted as their file stands now
 */
export async function exportImported(
  imported: Imported,
  format: RolloutFormat,
  to: string | undefined,
  context: StageContext,
) {
  const names = Object.keys(imported.runs);
  expectStages(names.map((name) => expectedFolder(convertTask(imported, name))));
  if (to !== undefined) for (const name of names) expectOutside(to, sourceOf(imported, name));
  const runs = names.map((name) => importedRun(name, segmentsOf(imported, name)));
  return await write(runs, format, to, join(importedRuns(imported), `export-${format}`), context);
}

/** Nothing is written where a trainer left rollouts. @throws {UsageError} if a folder is there */
function expectOutside(folder: string, source: string): void {
  const isFolder = statSync(source, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const taken = isFolder ? resolve(source) : dirname(resolve(source));
  const [first] = relative(taken, resolve(folder)).split(sep);
  if (first === '..' || (first !== '' && !isFolder)) return;
  throw new UsageError(`--to ${folder}: rollouts were imported from there; expected another folder`);
}

function importedRun(name: string, segments: readonly Segment[]): RunRows {
  const parts = [...new Set(segments.flatMap((segment) => segment.parts))];
  return {
    name,
    columns: {
      ...importedColumns(parts),
      advantage_basis: optionalColumn(
        'utf8',
        "What the advantage is: trainer, as it gave it; group mean, the reward less the group's mean; null for none.",
      ),
    },
    rows: async () => {
      const advantages = await advantagesOf(function* () {
        for (const segment of segments) for (const row of segment.table.rows()) yield rolloutOf(row, []);
      });
      return (function* () {
        for (const { table } of segments) {
          for (const row of table.rows()) {
            const advantage = advantages.of(rolloutOf(row, []));
            yield { ...row, advantage, advantage_basis: advantage === null ? null : advantages.basis };
          }
        }
      })();
    },
  };
}

/**
 * Writes the rollouts of each run of an experiment that was trained here, as they stand in its `rollouts.arrow`.
 *
 * @returns the folder and the names of the files
 * @throws {UsageError} if it trains none
 */
export async function exportTrained(
  experiment: Experiment,
  format: RolloutFormat,
  to: string | undefined,
  context: StageContext,
) {
  const trained = runsOf(experiment).filter(
    ({ condition }) => !isBase(experiment, condition) && !isGiven(experiment, condition),
  );
  if (trained.length === 0)
    throw new UsageError(`--${format}: ${experiment.name} trains no policy that has rollouts`);
  const runs = trained.map(
    (run): RunRows => ({
      name: runName(run.condition, run.seed),
      columns: rolloutColumns,
      rows: () =>
        streamTable(join(stageDirectory(experiment, 'train', run), 'rollouts.arrow'), rolloutColumns).rows(),
    }),
  );
  const folder = join(stageDirectory(experiment, 'report'), '..', `export-${format}`);
  return await write(runs, format, to, folder, context);
}

async function write(
  runs: readonly RunRows[],
  format: RolloutFormat,
  to: string | undefined,
  usual: string,
  { progress, signal }: StageContext,
): Promise<{ readonly folder: string; readonly files: readonly string[] }> {
  const folder = to ?? usual;
  // That folder is nobody else's: what an earlier export left goes.
  if (to === undefined) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  progress.start('export', runs.length, 'runs');
  for (const [i, { name, columns, rows }] of runs.entries()) {
    await WRITE[format](join(folder, `${name}.${format}`), columns, looking(await rows(), signal));
    progress.advance(i + 1);
  }
  progress.finish(counted(runs.length, 'file'));
  return { folder, files: runs.map(({ name }) => `${name}.${format}`) };
}

async function* looking(rows: Iterable<PlainRow>, signal: AbortSignal): AsyncGenerator<PlainRow> {
  let read = 0;
  for (const row of rows) {
    if (read++ % LOOK === 0) await betweenSteps(signal);
    yield row;
  }
}
