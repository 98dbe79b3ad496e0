import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
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
  const nx = createRequire(join(root, 'package.json')).resolve('nx/bin/nx.js');
  const cache = join(root, '.nx', pass);
  const words = [nx, 'run-many', '-t', 'report', '--outputStyle=static', `--parallel=${parallel}`];
  if (projects) words.push(`--projects=${projects.join(',')}`);
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: {
      ...process.env,
      ...environment,
      [RUN_VARIABLE]: String(process.pid),
      NX_TUI: 'false',
      NX_DAEMON: 'false',
      NX_ISOLATE_PLUGINS: 'false',
      NX_CACHE_DIRECTORY: cache,
      NX_WORKSPACE_DATA_DIRECTORY: join(cache, 'data'),
      NX_WORKSPACE_ROOT_PATH: root,
      FORCE_COLOR: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => child.kill('SIGTERM');
  signal.addEventListener('abort', end);
  const [told, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  signal.removeEventListener('abort', end);
  signal.throwIfAborted();
  const file = join(cache, 'run.json');
  if (!existsSync(file))
    throw new Error(`Nx came to no task: ${`${told}\n${complaints}`.trim().slice(-2000)}`);
  const { tasks } = JSON.parse(readFileSync(file, 'utf8')) as { tasks: { taskId: string; hash?: string }[] };
  return new Map(tasks.flatMap(({ taskId, hash }) => (hash === undefined ? [] : [[hash, taskId]])));
}
