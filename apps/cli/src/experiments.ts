import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Experiment, ExperimentError, loadExperiment } from '@vestige/experiment';
import { listed } from './terminal/layout.ts';
import { nearest } from './terminal/nearest.ts';
import { shortPath } from './terminal/shortPath.ts';

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
 * Finds an experiment by name, by folder or by path of its experiment.json, and applies a preset.
 *
 * @throws {ExperimentError}
 */
export function findExperiment(nameOrPath: string, preset: string | undefined): Experiment {
  return loadExperiment(experimentFile(nameOrPath), preset);
}

function experimentFile(nameOrPath: string): string {
  if (nameOrPath.endsWith('.json')) return shortPath(nameOrPath);
  const file = join(EXPERIMENTS, nameOrPath, 'experiment.json');
  if (existsSync(file)) return shortPath(file);
  const inFolder = join(resolve(nameOrPath), 'experiment.json');
  if (existsSync(inFolder)) return shortPath(inFolder);
  const names = experimentNames();
  const near = nearest(nameOrPath, names);
  throw new ExperimentError(
    `there is no experiment "${nameOrPath}"; ${near.length > 0 ? `did you mean ${listed(near)}?` : `expected ${listed([...names, 'the path of an experiment.json'])}`}`,
  );
}
