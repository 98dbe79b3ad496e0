import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the workspace. */
export const WORKSPACE = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** A path from the root of the workspace, as the stages of the pipeline, which run there, call it. */
export const fromRoot = (path: string) => relative(WORKSPACE, resolve(path));

/** Folder that holds the experiments. */
export const EXPERIMENTS = join(WORKSPACE, 'apps/experiments');

/** Names of the workspace's experiments. */
export const experimentNames = () => foldersWith('experiment.json');

/** Names of the workspace's overviews. */
export const overviewNames = () => foldersWith('overview.json');

/** Names of the workspace's imported runs. */
export const importedNames = () => foldersWith('imported.json');

/** Names of the workspace's calibrations. */
export const calibrationNames = () => foldersWith('calibration.json');

function foldersWith(file: string): string[] {
  return readdirSync(EXPERIMENTS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(EXPERIMENTS, entry.name, file)))
    .map(({ name }) => name)
    .sort();
}
