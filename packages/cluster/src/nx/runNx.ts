import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { cacheDirectoryOf, requireIn } from './cacheDirectory.ts';

/** A task of which the last command of Nx had something to say. */
export interface Outcome {
  readonly task: string;
  readonly hash: string;
  /** Whether its results came from the cache, here or elsewhere. */
  readonly cached: boolean;
  /** Exit code. */
  readonly code: number;
  /** That it took. */
  readonly seconds: number;
}

/** How a command of Nx ended. */
export interface NxRun {
  readonly code: number | null;
  /** What it printed, standard error included. */
  readonly output: string;
  /** The tasks that it came to, in the order in which they ended. */
  readonly outcomes: readonly Outcome[];
}

/** In the folder of the cache. */
const REPORT = 'run.json';

/** {@link REPORT}, as far as it is read. */
const runSchema = z.object({
  tasks: z.array(
    z.object({
      taskId: z.string(),
      hash: z.string(),
      cacheStatus: z.string(),
      status: z.number(),
      startTime: z.iso.datetime(),
      endTime: z.iso.datetime(),
    }),
  ),
});

/**
 * Runs Nx in a workspace and waits for its end.
 *
 * @param root of the workspace
 * @param words behind `nx`
 * @param env added to that of this process
 * @param signal ends it, with its reason as the error
 */
export async function runNx(
  root: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<NxRun> {
  signal.throwIfAborted();
  const report = join(env.NX_CACHE_DIRECTORY ?? cacheDirectoryOf(root), REPORT);
  rmSync(report, { force: true });
  const child = spawn(process.execPath, [requireIn(root).resolve('nx/bin/nx.js'), ...words], {
    cwd: root,
    // The plugin in a process of its own costs two seconds.
    env: { ...process.env, NX_TUI: 'false', NX_ISOLATE_PLUGINS: 'false', FORCE_COLOR: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const end = () => child.kill('SIGTERM');
  signal.addEventListener('abort', end);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  signal.removeEventListener('abort', end);
  signal.throwIfAborted();
  return { code, output, outcomes: outcomesIn(report) };
}

/** The tasks that the last command of Nx in a workspace came to; none if it was killed after {@link forgetOutcomes}. */
export function lastOutcomes(root: string): Outcome[] {
  return outcomesIn(reportOf(root));
}

/** Before a command of Nx: Nx that is killed would leave those of the command before. */
export function forgetOutcomes(root: string): void {
  rmSync(reportOf(root), { force: true });
}

const reportOf = (root: string) => join(cacheDirectoryOf(root), REPORT);

function outcomesIn(report: string): Outcome[] {
  if (!existsSync(report)) return [];
  return runSchema
    .parse(JSON.parse(readFileSync(report, 'utf8')))
    .tasks.map(({ taskId, hash, cacheStatus, status, startTime, endTime }) => ({
      task: taskId,
      hash,
      cached: cacheStatus !== 'cache-miss',
      code: status,
      seconds: (Date.parse(endTime) - Date.parse(startTime)) / 1000,
    }));
}
