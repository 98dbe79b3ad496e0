import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Experiment, ExperimentError, loadExperiment } from '@vestige/experiment';

/** Root of the workspace. */
export const WORKSPACE = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Folder that holds the experiments. */
export const EXPERIMENTS = join(WORKSPACE, 'apps/experiments');

/** Names of the workspace's experiments. */
export function experimentNames(): string[] {
  return readdirSync(EXPERIMENTS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(EXPERIMENTS, entry.name, 'experiment.json')))
    .map(({ name }) => name)
    .sort();
}

/**
 * Finds an experiment by name or by path of its experiment.json and applies a preset.
 *
 * @throws {ExperimentError}
 */
export function findExperiment(nameOrPath: string, preset: string | undefined): Experiment {
  return loadExperiment(experimentFile(nameOrPath), preset);
}

function experimentFile(nameOrPath: string): string {
  if (nameOrPath.endsWith('.json')) return relative(process.cwd(), resolve(nameOrPath));
  const file = join(EXPERIMENTS, nameOrPath, 'experiment.json');
  if (existsSync(file)) return relative(process.cwd(), file);
  const names = experimentNames().join(', ');
  throw new ExperimentError(
    `there is no experiment "${nameOrPath}"; expected one of ${names}, or a path to an experiment.json`,
  );
}
