import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Experiment, ExperimentError, loadExperiment } from '@vestige/experiment';
import { listed } from './terminal/layout.ts';
import { nearest } from './terminal/nearest.ts';
import { shortPath } from './terminal/shortPath.ts';
import { EXPERIMENTS, experimentNames } from './workspace.ts';

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

function experimentFile(nameOrPath: string, others: readonly string[]): string {
  if (nameOrPath.endsWith('.json')) return shortPath(nameOrPath);
  const file = join(EXPERIMENTS, nameOrPath, 'experiment.json');
  if (existsSync(file)) return shortPath(file);
  const inFolder = join(resolve(nameOrPath), 'experiment.json');
  if (existsSync(inFolder)) return shortPath(inFolder);
  const names = [...experimentNames(), ...others];
  const near = nearest(nameOrPath, names);
  throw new ExperimentError(
    `there is no experiment "${nameOrPath}"; ${near.length > 0 ? `did you mean ${listed(near)}?` : `expected ${listed([...names, 'the path of an experiment.json'])}`}`,
  );
}
