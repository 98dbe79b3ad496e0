import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { CALIBRATION_FILE } from '@vestige/calibration/file';
import { type Experiment, ExperimentError, loadExperiment } from '@vestige/experiment';
import { IMPORTED_FILE } from '@vestige/imported/file';
import { nearest } from '@vestige/questions/nearest';
import { listed } from './terminal/layout.ts';
import { shortPath } from './terminal/shortPath.ts';
import { calibrationNames, EXPERIMENTS, experimentNames, importedNames, overviewNames } from './workspace.ts';

/**
 * Finds an experiment by name, by folder or by path of its experiment.json, and applies a preset.
 *
 * @param others what else could have been named in its place, for the message
 * @throws {ExperimentError}
 */
export function findExperiment(
  nameOrPath: string,
  preset: string | undefined,
  others: readonly string[] = [],
): Experiment {
  return loadExperiment(experimentFile(nameOrPath, others), preset);
}

/** Path of the calibration.json that a name, folder or path stands for; undefined if it is no calibration. */
export function calibrationFile(nameOrPath: string): string | undefined {
  return fileNamed(CALIBRATION_FILE, nameOrPath);
}

/** The same of an imported.json. */
export function importedFile(nameOrPath: string): string | undefined {
  return fileNamed(IMPORTED_FILE, nameOrPath);
}

function fileNamed(file: string, nameOrPath: string): string | undefined {
  if (basename(nameOrPath) === file) return shortPath(nameOrPath);
  return [join(EXPERIMENTS, nameOrPath), resolve(nameOrPath)]
    .map((folder) => join(folder, file))
    .filter((path) => existsSync(path))
    .map(shortPath)[0];
}

function experimentFile(nameOrPath: string, others: readonly string[]): string {
  const isOther = [CALIBRATION_FILE, IMPORTED_FILE].includes(basename(nameOrPath));
  if (nameOrPath.endsWith('.json') && !isOther) return shortPath(nameOrPath);
  const file = join(EXPERIMENTS, nameOrPath, 'experiment.json');
  if (existsSync(file)) return shortPath(file);
  const inFolder = join(resolve(nameOrPath), 'experiment.json');
  if (existsSync(inFolder)) return shortPath(inFolder);
  if (calibrationFile(nameOrPath) !== undefined) {
    throw new ExperimentError(
      `${nameOrPath} is a calibration, not an experiment; expected one of the commands run, simulate, report and open`,
    );
  }
  if (importedFile(nameOrPath) !== undefined) {
    throw new ExperimentError(
      `${nameOrPath} is a file of imported runs, not an experiment; expected one of the commands run, convert, analyze, report, list, open and export with --parquet or --jsonl`,
    );
  }
  if (overviewNames().includes(nameOrPath) && !others.includes(nameOrPath)) {
    throw new ExperimentError(
      `${nameOrPath} is an overview, not an experiment; expected one of the commands run, report and open`,
    );
  }
  const names = [...experimentNames(), ...others, ...calibrationNames(), ...importedNames()];
  const near = nearest(nameOrPath, names);
  throw new ExperimentError(
    `there is no experiment "${nameOrPath}"; ${near.length > 0 ? `did you mean ${listed(near)}?` : `expected ${listed([...names, 'the path of an experiment.json'])}`}`,
  );
}
