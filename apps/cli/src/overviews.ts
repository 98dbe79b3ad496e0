import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { CALIBRATION_FILE, loadCalibration } from '@vestige/calibration/file';
import { calibrationTask } from '@vestige/calibration/tasks';
import {
  experimentTask,
  loadExperiment,
  loadOverview,
  type Overview,
  overviewTask,
  type StageTask,
} from '@vestige/experiment';
import { shortPath } from './terminal/shortPath.ts';
import { EXPERIMENTS } from './workspace.ts';

/**
 * The overview that a word of the command line names: by its folder among the experiments, by another folder, or by
 * the path of its overview.json; undefined if it names none.
 *
 * @throws {ExperimentError} if its file has a mistake
 */
export function findOverview(nameOrPath: string, preset: string | undefined): Overview | undefined {
  const file = overviewFile(nameOrPath);
  return file === undefined ? undefined : loadOverview(shortPath(file), preset);
}

function overviewFile(nameOrPath: string): string | undefined {
  if (basename(nameOrPath) === 'overview.json') return nameOrPath;
  return [join(EXPERIMENTS, nameOrPath), resolve(nameOrPath)]
    .map((folder) => join(folder, 'overview.json'))
    .find((file) => existsSync(file));
}

/**
 * The report of a further project that an overview links, from the folders beside its own; undefined if there is no file
 * to know it from.
 */
export function reportBeside(
  { directory }: Pick<Overview, 'directory'>,
  project: string,
): StageTask | undefined {
  const [folder = '', preset] = project.split('-');
  const fileOf = (name: string) => join(directory, '..', folder, name);
  const has = (name: string) => existsSync(fileOf(name));
  if (has(CALIBRATION_FILE)) return calibrationTask(loadCalibration(fileOf(CALIBRATION_FILE), preset));
  if (has('overview.json')) return overviewTask(loadOverview(fileOf('overview.json'), preset));
  if (!has('experiment.json')) return undefined;
  return experimentTask(loadExperiment(fileOf('experiment.json'), preset), 'report');
}
