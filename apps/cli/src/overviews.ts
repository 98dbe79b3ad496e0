import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { CALIBRATION_FILE, loadCalibration } from '@vestige/calibration/file';
import type { Calibration } from '@vestige/calibration/options';
import { type Experiment, loadExperiment, loadOverview, type Overview } from '@vestige/experiment';
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

/** What a project is whose report an overview links. */
export type Beside =
  | { readonly calibration: Calibration }
  | { readonly overview: Overview }
  | { readonly experiment: Experiment };

/** A further project of an overview, from the folders beside its own; undefined if there is no file to know it from. */
export function besideOverview({ directory }: Overview, project: string): Beside | undefined {
  const [folder = '', preset] = project.split('-');
  const fileOf = (name: string) => join(directory, '..', folder, name);
  const has = (name: string) => existsSync(fileOf(name));
  if (has(CALIBRATION_FILE)) return { calibration: loadCalibration(fileOf(CALIBRATION_FILE), preset) };
  if (has('overview.json')) return { overview: loadOverview(fileOf('overview.json'), preset) };
  if (has('experiment.json')) return { experiment: loadExperiment(fileOf('experiment.json'), preset) };
  return undefined;
}
