import type { TaskGraph } from './taskGraph.ts';

/** What a job asks a scheduler for; null leaves it to the scheduler. */
export interface Needs {
  /** Estimate, on one core. */
  readonly seconds: number | null;
  /** Bytes. */
  readonly memory: number | null;
  readonly cores: number;
  readonly gpus: number;
}

/** A task of the pipeline that is still to be run, as a job. */
export interface Job {
  /** As Nx names it: `loan-quick-biased-s0:train`. */
  readonly task: string;
  /** The stage: `train`. */
  readonly stage: string;
  /** Jobs that it waits for: what those wait for themselves is not named again. */
  readonly after: readonly string[];
  /** One more than that of the last one it waits for; the first is 0. */
  readonly level: number;
  readonly needs: Needs;
}

/** What is left to do of a pipeline. */
export interface Plan {
  /** By level, those that take longest first. */
  readonly jobs: readonly Job[];
  /** Tasks whose results are there already. */
  readonly done: readonly string[];
}

/**
 * What is left to do of a graph of tasks.
 *
 * @param done tasks whose results are there
 * @param needsOf what a task needs
 * @throws {Error} if tasks wait for each other
 */
export function planOf(graph: TaskGraph, done: ReadonlySet<string>, needsOf: (task: string) => Needs): Plan {
  const { ancestors, levels } = ordered(graph, done);
  const jobs = [...levels].map(([task, level]): Job => {
    const direct = [...new Set(graph.get(task)!)].filter((before) => levels.has(before));
    const implied = new Set(direct.flatMap((before) => [...ancestors.get(before)!]));
    return {
      task,
      stage: stageOf(task),
      after: direct.filter((before) => !implied.has(before)).sort(),
      level,
      needs: needsOf(task),
    };
  });
  return {
    jobs: jobs.sort(
      (a, b) =>
        a.level - b.level || (b.needs.seconds ?? 0) - (a.needs.seconds ?? 0) || (a.task < b.task ? -1 : 1),
    ),
    done: [...graph.keys()].filter((task) => done.has(task)).sort(),
  };
}

/** Name of the stage that a task runs: behind the last colon. */
export function stageOf(task: string): string {
  return task.slice(task.lastIndexOf(':') + 1);
}

/**
 * Seconds that a plan takes, by its estimates, where as many jobs run at once as can: the longest chain of jobs.
 *
 * @returns null if no job has an estimate
 */
export function criticalSeconds({ jobs }: Plan): number | null {
  if (jobs.every(({ needs }) => needs.seconds === null)) return null;
  const ends = new Map<string, number>();
  for (const { task, after, needs } of jobs) {
    ends.set(task, Math.max(0, ...after.map((before) => ends.get(before)!)) + (needs.seconds ?? 0));
  }
  return Math.max(0, ...ends.values());
}

/** Of each task that is not done: all those that it waits for in the end, and its level. */
function ordered(graph: TaskGraph, done: ReadonlySet<string>) {
  const ancestors = new Map<string, Set<string>>();
  const levels = new Map<string, number>();
  const open = new Set<string>();
  const visit = (task: string): void => {
    if (levels.has(task)) return;
    if (open.has(task)) throw new Error(`the tasks before ${task} wait for it`);
    open.add(task);
    const before = (graph.get(task) ?? []).filter((one) => !done.has(one));
    before.forEach(visit);
    ancestors.set(task, new Set(before.flatMap((one) => [one, ...ancestors.get(one)!])));
    levels.set(task, Math.max(-1, ...before.map((one) => levels.get(one)!)) + 1);
  };
  for (const task of graph.keys()) if (!done.has(task)) visit(task);
  return { ancestors, levels };
}
