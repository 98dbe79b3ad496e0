import type { Job, Needs, Plan } from '../plan/plan.ts';

/** Tasks of one Indexed Job: of one level, one stage, and alike in what they need. */
export interface Group {
  /** Level, stage, and a number from the second one on that has both: `1-train`, `1-train-2`. */
  readonly name: string;
  readonly stage: string;
  readonly level: number;
  /** Task of each index. */
  readonly tasks: readonly string[];
  /** Names of the groups that have to be done before. */
  readonly after: readonly string[];
  /** What each of its tasks may need. */
  readonly needs: Needs;
}

/** Tasks of a Job at most: their list has to fit into a ConfigMap, and its status into an object of the API. */
const MOST_TASKS = 10_000;

/**
 * Puts the jobs of a plan into groups, in an order in which none comes before what it waits for.
 *
 * A Job of Kubernetes has one template for all its indexes and no dependencies of an index: a group waits for all of each
 * group in which one of its tasks has a task to wait for.
 */
export function groupsOf({ jobs }: Plan): Group[] {
  const groupOf = new Map<string, string>();
  const counts = new Map<string, number>();
  return [...Map.groupBy(jobs, likeness).values()].flatMap(chunks).map((members): Group => {
    const { level, stage, needs } = members[0]!;
    const prefix = `${level}-${stage}`;
    const count = (counts.get(prefix) ?? 0) + 1;
    counts.set(prefix, count);
    const name = count === 1 ? prefix : `${prefix}-${count}`;
    for (const { task } of members) groupOf.set(task, name);
    const after = new Set(members.flatMap((job) => job.after.map((task) => groupOf.get(task)!)));
    return {
      name,
      stage,
      level,
      tasks: members.map(({ task }) => task),
      after: [...after].sort(),
      needs: { ...needs, seconds: mostOf(members, 'seconds'), memory: mostOf(members, 'memory') },
    };
  });
}

/** Memory within half a power of two is alike: a sweep of sizes is not a Job for each. */
function likeness({ level, stage, needs: { memory, cores, gpus } }: Job): string {
  return [level, stage, memory === null ? null : Math.ceil(2 * Math.log2(memory)), cores, gpus].join(' ');
}

/** Null if one of them has none. */
function mostOf(jobs: readonly Job[], need: 'seconds' | 'memory'): number | null {
  const known = jobs.flatMap(({ needs }) => needs[need] ?? []);
  return known.length < jobs.length ? null : Math.max(...known);
}

function chunks(members: readonly Job[]): (readonly Job[])[] {
  return Array.from({ length: Math.ceil(members.length / MOST_TASKS) }, (_, i) =>
    members.slice(i * MOST_TASKS, (i + 1) * MOST_TASKS),
  );
}
