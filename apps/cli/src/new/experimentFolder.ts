import { join } from 'node:path';
import { UsageError } from '../failure.ts';
import { WORKSPACE } from '../workspace.ts';
import { checkName, packageProjects, refuseToOverwrite } from './names.ts';

/** The schema of experiment.json, for editors. */
export const SCHEMA = join(WORKSPACE, 'packages/experiment/experiment.schema.json');

/**
 * The folder of a new experiment, or of what lies beside experiments.
 *
 * @param what messages call it
 * @throws {UsageError} if it cannot have that name, or is there already
 */
export function experimentFolder(name: string, parent: string, what = 'experiment'): string {
  checkName(what, name);
  if (packageProjects(WORKSPACE).includes(name)) {
    throw new UsageError(`${what} name "${name}": a package of the workspace has it; choose another`);
  }
  const directory = join(parent, name);
  refuseToOverwrite([directory]);
  return directory;
}

/** The title of a new experiment: its name. */
export function titleOf(name: string): string {
  return `${name[0]!.toUpperCase()}${name.slice(1)}`;
}
