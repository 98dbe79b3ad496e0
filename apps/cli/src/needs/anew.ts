import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { CALIBRATION_FILE, loadCalibration } from '@vestige/calibration/file';
import { calibrationTask, simulationTask } from '@vestige/calibration/tasks';
import {
  experimentTask,
  loadExperiment,
  loadOverview,
  overviewTask,
  type RunOfStage,
  STAGE_NAMES,
  type StageName,
  type StageTask,
} from '@vestige/experiment';
import { IMPORTED_FILE, loadImported } from '@vestige/imported/file';
import { convertTask, IMPORTED_STAGES, importedTask } from '@vestige/imported/tasks';
import { IntegrityError } from '@vestige/manifest';
import { shortPath } from '../terminal/shortPath.ts';
import { whatMakes } from './expect.ts';
import { typedTask, wordFor } from './typedTask.ts';

/** An error as it is told: one on the file of a stage ends with the command that makes it anew, where it is known. */
export function withCommand(error: unknown): unknown {
  if (!(error instanceof IntegrityError)) return error;
  const task = taskOf(error.path);
  const remedy = task
    ? `${whatMakes(typedTask(task, { named: wordFor(task.whole) }))} anew`
    : 'run its stage again';
  const reason = error.message.slice(error.path.length);
  return Object.assign(error, { message: `${shortPath(error.path)}${reason}; ${remedy}` });
}

/** The stage that makes a file or folder below `runs`; undefined if the files there do not tell. */
function taskOf(path: string): StageTask | undefined {
  let runs = resolve(path);
  while (basename(runs) !== 'runs') {
    if (dirname(runs) === runs) return undefined;
    runs = dirname(runs);
  }
  const directory = dirname(runs);
  const within = relative(runs, resolve(path)).split(sep);
  try {
    return taskBelow(directory, within);
  } catch {
    // A file with a mistake tells nothing.
    return undefined;
  }
}

function taskBelow(directory: string, within: readonly string[]): StageTask | undefined {
  const fileOf = (name: string) => join(directory, name);
  if (existsSync(fileOf('experiment.json'))) {
    const { preset, run, stage } = placed(within);
    if (stage === undefined) return undefined;
    return experimentTask(loadExperiment(fileOf('experiment.json'), preset), stage, run);
  }
  if (existsSync(fileOf('overview.json'))) {
    return overviewTask(loadOverview(fileOf('overview.json'), placed(within).preset));
  }
  if (existsSync(fileOf(IMPORTED_FILE))) return importedBelow(fileOf(IMPORTED_FILE), within);
  if (!existsSync(fileOf(CALIBRATION_FILE))) return undefined;
  const policies = within.slice(0, within.indexOf('simulate'));
  const preset = within.includes('simulate') ? policies.slice(0, -1)[0] : placed(within).preset;
  const calibration = loadCalibration(fileOf(CALIBRATION_FILE), preset);
  const policy = calibration.policies.find((name) => name === policies.at(-1));
  return policy ? simulationTask(calibration, policy) : calibrationTask(calibration);
}

function importedBelow(file: string, within: readonly string[]): StageTask {
  const isConverted = within.includes('convert');
  const before = within.slice(
    0,
    Math.max(
      0,
      within.findIndex((name) => Object.hasOwn(IMPORTED_STAGES, name)),
    ),
  );
  const [preset] = isConverted ? before.slice(0, -1) : before;
  const imported = loadImported(file, preset);
  const run = before.at(-1)!;
  if (isConverted && Object.hasOwn(imported.runs, run)) return convertTask(imported, run);
  return importedTask(imported, within.includes('analyze') ? 'analyze' : 'report');
}

/** Preset, run and stage of a path below `runs`: `quick/biased-s0/train/...`. */
function placed(within: readonly string[]): {
  readonly preset: string | undefined;
  readonly run: RunOfStage | undefined;
  readonly stage: StageName | undefined;
} {
  const at = within.findIndex((name) => (STAGE_NAMES as readonly string[]).includes(name));
  const before = within.slice(0, Math.max(0, at));
  const [, condition, seed] = /^(.+)-s(\d+)$/.exec(before.at(-1) ?? '') ?? [];
  const run = condition === undefined ? undefined : { condition, seed: Number(seed) };
  return { preset: (run ? before.slice(0, -1) : before)[0], run, stage: within[at] as StageName | undefined };
}
