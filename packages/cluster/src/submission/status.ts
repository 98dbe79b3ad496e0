import type { Queued, Result, SubmissionRecord } from './record.ts';

/** Whether a job still waits, runs, or has ended, and how. */
export type QueueState = 'waits' | 'runs' | 'done' | 'failed' | 'cancelled';

/** What a scheduler says of a job. */
export interface QueueEntry {
  readonly state: QueueState;
  /** The scheduler's own word for the state: `NODE_FAIL`. */
  readonly word: string;
  /** The scheduler's reason, where it gives one: `Resources`. */
  readonly reason: string | null;
  /** Null before it has begun. */
  readonly node: string | null;
}

/** How it stands with a task. */
export interface TaskStatus {
  readonly task: string;
  readonly stage: string;
  /** `lost`: it is not queued, and has left no result. */
  readonly state: QueueState | 'lost';
  /** Why it failed, was cancelled or is lost, or what it waits for; null if there is nothing to say. */
  readonly reason: string | null;
  readonly node: string | null;
  /** Array and index; null before it was queued. */
  readonly place: { readonly array: string; readonly index: number } | null;
  /** Whether its result came from the cache. */
  readonly cached: boolean;
  /** Times that it began. */
  readonly attempts: number;
  /** Seconds of the last time. */
  readonly seconds: number | null;
}

/**
 * How it stands with each task of a submission, those that were cached before it among them, in the order of the plan:
 * from what its jobs have written, and from what the scheduler says.
 *
 * @param entries of the scheduler, by task; one that it knows no more has none
 */
export function statusOf(
  { plan }: SubmissionRecord,
  queued: Queued,
  results: readonly Result[],
  entries: ReadonlyMap<string, QueueEntry>,
): TaskStatus[] {
  const places = new Map(
    Object.entries(queued.arrays).flatMap(([array, { tasks }]) =>
      Object.entries(tasks).map(([index, task]) => [task, { array, index: Number(index) }] as const),
    ),
  );
  const byTask = Map.groupBy(results, ({ task }) => task);
  const states = new Map<string, TaskStatus['state']>();
  const statuses = plan.jobs.map(({ task, stage, after }): TaskStatus => {
    const tries = byTask.get(task) ?? [];
    const last = tries.at(-1);
    const entry = entries.get(task);
    const before = after.find((one) => ['failed', 'cancelled', 'lost'].includes(states.get(one)!));
    const { state, reason } = stateOf(tries, entry, before);
    states.set(task, state);
    return {
      task,
      stage,
      state,
      reason,
      node: entry?.node ?? last?.node ?? null,
      place: places.get(task) ?? null,
      cached:
        tries.some(({ outcome }) => outcome === 'cached') && !tries.some(({ outcome }) => outcome === 'made'),
      attempts: tries.length,
      seconds: last?.ended ? (Date.parse(last.ended) - Date.parse(last.begun)) / 1000 : null,
    };
  });
  return [...plan.done.map(cachedBefore), ...statuses];
}

/** Whether nothing of it is queued or runs any more. */
export function isOver(statuses: readonly TaskStatus[]): boolean {
  return statuses.every(({ state }) => state !== 'waits' && state !== 'runs');
}

function cachedBefore(task: string): TaskStatus {
  const stage = task.slice(task.lastIndexOf(':') + 1);
  return {
    ...{ task, stage, state: 'done', reason: null, node: null },
    ...{ place: null, cached: true, attempts: 0, seconds: null },
  };
}

/** @param before a task that it waits for and that will not be done */
function stateOf(
  tries: readonly Result[],
  entry: QueueEntry | undefined,
  before: string | undefined,
): Pick<TaskStatus, 'state' | 'reason'> {
  if (tries.some(({ outcome }) => outcome === 'made' || outcome === 'cached'))
    return { state: 'done', reason: null };
  const last = tries.at(-1);
  switch (entry?.state) {
    case 'waits':
    case 'runs':
      return { state: entry.state, reason: entry.reason };
    case 'failed':
      return { state: 'failed', reason: last?.reason ?? entry.word };
    case 'cancelled':
      return { state: 'cancelled', reason: before === undefined ? entry.reason : notMade(before) };
  }
  if (last?.outcome === 'failed') return { state: 'failed', reason: last.reason };
  if (last?.outcome === 'interrupted') return { state: 'cancelled', reason: `stopped on ${last.node}` };
  if (before !== undefined) return { state: 'cancelled', reason: notMade(before) };
  const reason = last ? `began on ${last.node} and left no result` : 'is not queued, and left no result';
  return { state: 'lost', reason };
}

const notMade = (task: string) => `waited for ${task}`;
