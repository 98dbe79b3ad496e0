import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { CALIBRATION_FILE, loadCalibration } from '@vestige/calibration/file';
import { loadExperiment, loadOverview, STAGES, type Stage } from '@vestige/experiment';
import { IntegrityError } from '@vestige/manifest';
import { shortPath } from '../terminal/shortPath.ts';
import { making, type Task } from './expect.ts';
import { calibrationTask, overviewTask, simulationTask, stageTask, wordFor } from './tasks.ts';

/** An error as it is told: one on the file of a stage ends with the command that makes it anew. */
export function withCommand(error: unknown): unknown {
  if (!(error instanceof IntegrityError)) return error;
  const task = taskOf(error.path);
  const remedy = task ? `; ${making(task)} anew` : '';
  const reason = error.message.slice(error.path.length);
  return Object.assign(error, { message: `${shortPath(error.path)}${reason}${remedy}` });
}

/** The stage that makes a file or folder below `runs`; undefined if the files there do not tell. */
function taskOf(path: string): Task | undefined {
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

function taskBelow(directory: string, within: readonly string[]): Task | undefined {
  const fileOf = (name: string) => join(directory, name);
  const one = { name: basename(directory), directory };
  const named = { named: wordFor(one) };
  if (existsSync(fileOf('experiment.json'))) {
    const { preset, run, stage } = placed(within);
    if (stage === undefined) return undefined;
    return stageTask(loadExperiment(fileOf('experiment.json'), preset), stage, run, named);
  }
  if (existsSync(fileOf('overview.json'))) {
    return overviewTask(loadOverview(fileOf('overview.json'), placed(within).preset), named);
  }
  if (!existsSync(fileOf(CALIBRATION_FILE))) return undefined;
  const policies = within.slice(0, within.indexOf('simulate'));
  const preset = within.includes('simulate') ? policies.slice(0, -1)[0] : placed(within).preset;
  const calibration = loadCalibration(fileOf(CALIBRATION_FILE), preset);
  const policy = calibration.policies.find((name) => name === policies.at(-1));
  return policy ? simulationTask(calibration, policy, named) : calibrationTask(calibration, named);
}

/** Preset, run and stage of a path below `runs`: `quick/biased-s0/train/...`. */
function placed(within: readonly string[]): {
  readonly preset: string | undefined;
  readonly run: { readonly condition: string; readonly seed: number } | undefined;
  readonly stage: Stage | undefined;
} {
  const at = within.findIndex((name) => (STAGES as readonly string[]).includes(name));
  const before = within.slice(0, Math.max(0, at));
  const [, condition, seed] = /^(.+)-s(\d+)$/.exec(before.at(-1) ?? '') ?? [];
  const run = condition === undefined ? undefined : { condition, seed: Number(seed) };
  return { preset: (run ? before.slice(0, -1) : before)[0], run, stage: within[at] as Stage | undefined };
}
