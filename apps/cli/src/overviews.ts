import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { loadOverview, type Overview } from '@vestige/experiment';
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
