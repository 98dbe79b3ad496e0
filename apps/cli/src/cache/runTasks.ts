import { join } from 'node:path';
import { runNx } from '@vestige/cluster';
import { RUN_VARIABLE } from '../signals.ts';

/** How Nx goes through the tasks of a copy of the workspace. */
export interface TaskRun {
  /** Name of the folder, in the copy, that Nx keeps its own cache in. */
  readonly pass: string;
  /** Patterns of projects whose report is run, with all before it; undefined for all. */
  readonly projects: readonly string[] | undefined;
  readonly parallel: number;
  /** Where its shared cache is. */
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/**
 * Lets Nx go through all tasks of a copy of the workspace, those that fail included.
 *
 * @param root of the copy
 * @returns the tasks by their hashes
 * @throws {Error} with what Nx says, if it did not come to the tasks
 */
export async function runTasks(
  root: string,
  { pass, projects, parallel, environment, signal }: TaskRun,
): Promise<Map<string, string>> {
  const cache = join(root, '.nx', pass);
  const words = ['run-many', '-t', 'report', '--outputStyle=static', `--parallel=${parallel}`];
  if (projects) words.push(`--projects=${projects.join(',')}`);
  const env = {
    ...environment,
    [RUN_VARIABLE]: String(process.pid),
    NX_DAEMON: 'false',
    NX_CACHE_DIRECTORY: cache,
    NX_WORKSPACE_DATA_DIRECTORY: join(cache, 'data'),
    NX_WORKSPACE_ROOT_PATH: root,
  };
  const { output, outcomes } = await runNx(root, words, env, signal);
  if (outcomes.length === 0) throw new Error(`Nx came to no task: ${output.trim().slice(-2000)}`);
  return new Map(outcomes.map(({ hash, task }) => [hash, task]));
}
