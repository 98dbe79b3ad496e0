import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTaskGraph, type TaskGraph } from '../plan/taskGraph.ts';
import { type Outcome, runNx } from './runNx.ts';

/** Set for the stages of a pipeline that is to take from the cache what is there, and to run none. */
export const CACHED_ONLY_VARIABLE = 'VESTIGE_CACHED_ONLY';

/** What stands of a pipeline before a job of it has run. */
export interface Resolved {
  readonly graph: TaskGraph;
  /** Tasks whose results lie in the workspace now: from the cache, or built for it. */
  readonly done: readonly Outcome[];
  /** What was built, and failed. */
  readonly broken: readonly string[];
  /** What Nx said. */
  readonly output: string;
}

/** How Nx is asked. */
interface Resolving {
  /** Builds side by side. */
  readonly parallel: number;
  /** Variables for Nx: those of a cache that machines share. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Asks Nx for the graph of a task, and which of its tasks are cached: a hash depends on the results of the tasks before
 * it, so all that is cached is restored, in the order of the graph, and every stage that is not refuses to run. What
 * is no stage is built.
 *
 * @param root of the workspace, in which results are restored
 * @param task as Nx names it: `loan-quick:report`
 * @param isStage whether a task is one, and so may be left to a job
 * @throws {Error} if Nx finds no such task, or the reason of the signal
 */
export async function resolvePipeline(
  root: string,
  task: string,
  isStage: (task: string) => boolean,
  { parallel, env, signal }: Resolving,
): Promise<Resolved> {
  const graph = await graphOf(root, task, signal);
  const { outcomes, output } = await runNx(
    root,
    ['run', task, '--outputStyle=stream', `--parallel=${parallel}`],
    { ...env, [CACHED_ONLY_VARIABLE]: 'true' },
    signal,
  );
  if (outcomes.length === 0) throw new Error(`Nx did not run ${task}: ${lastLine(output)}`);
  const ended = outcomes.filter(({ task }) => graph.has(task));
  return {
    graph,
    done: ended.filter(({ code }) => code === 0),
    broken: ended.filter(({ task, code }) => code !== 0 && !isStage(task)).map((one) => one.task),
    output,
  };
}

async function graphOf(root: string, task: string, signal: AbortSignal): Promise<TaskGraph> {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-graph-'));
  try {
    const file = join(folder, 'graph.json');
    const { code, output } = await runNx(root, ['run', task, `--graph=${file}`], {}, signal);
    if (code !== 0) throw new Error(`Nx has no graph of ${task}: ${lastLine(output)}`);
    return readTaskGraph(JSON.parse(readFileSync(file, 'utf8')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function lastLine(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines.at(-1)?.trim() ?? 'it said nothing';
}
