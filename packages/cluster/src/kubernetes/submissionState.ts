import type { Queued, Result } from '../submission/record.ts';
import type { QueueEntry } from '../submission/status.ts';
import { readIndexes } from './indexes.ts';
import { afterOf, type JobObject, failureOf as jobFailureOf, stateOf } from './jobObject.ts';
import { disruptionOf, failureOf, indexOf, jobOf, type PodObject, waitingFor } from './podObject.ts';

/** What Kubernetes knows of a submission. */
export interface SubmissionState {
  /** Of each task that is queued or runs, or will not be run. */
  readonly entries: ReadonlyMap<string, QueueEntry>;
  /** Of each time that a task ran, as far as its pods are still there. */
  readonly results: readonly Result[];
  /** Name of the last pod of each task that failed. */
  readonly failed: ReadonlyMap<string, string>;
}

/**
 * Reads how it stands with each task from the Jobs and pods of a submission.
 *
 * A Job's own list of indexes says which are done: a pod may be removed before its Job.
 */
export function stateOfSubmission(
  { arrays }: Queued,
  jobs: readonly JobObject[],
  pods: readonly PodObject[],
): SubmissionState {
  const jobByName = new Map(jobs.map((job) => [job.metadata.name, job]));
  const podsByJob = Map.groupBy(pods, jobOf);
  const [entries, results] = [new Map<string, QueueEntry>(), [] as Result[]];
  const failed = new Map<string, string>();
  for (const { id, tasks } of Object.values(arrays)) {
    const job = id === null ? undefined : jobByName.get(id);
    if (job === undefined) continue;
    const done = new Set(readIndexes(job.status.completedIndexes));
    const lost = new Set(readIndexes(job.status.failedIndexes));
    const ofJob = Map.groupBy(podsByJob.get(job.metadata.name) ?? [], indexOf);
    for (const [key, task] of Object.entries(tasks)) {
      const index = Number(key);
      const own = (ofJob.get(index) ?? []).toSorted((a, b) => (begun(a) < begun(b) ? -1 : 1));
      const tries = own.filter(({ status }) => status.phase !== 'Pending').map((pod) => resultOf(task, pod));
      if (done.has(index) && !tries.some(({ outcome }) => outcome === 'made')) {
        tries.push(madeUnseen(task, job));
      }
      results.push(...tries);
      const last = own.at(-1);
      if (lost.has(index) && last) failed.set(task, last.metadata.name);
      if (!done.has(index)) entries.set(task, entryOf(job, last, lost.has(index), jobByName));
    }
  }
  return { entries, results: results.sort((a, b) => (a.begun < b.begun ? -1 : 1)), failed };
}

function entryOf(
  job: JobObject,
  pod: PodObject | undefined,
  lost: boolean,
  jobs: ReadonlyMap<string, JobObject>,
): QueueEntry {
  const node = pod?.spec.nodeName ?? null;
  if (lost) return { state: 'failed', word: 'Failed', reason: null, node };
  switch (stateOf(job)) {
    case 'failed':
      return { state: 'cancelled', word: 'Failed', reason: jobFailureOf(job), node };
    case 'suspended': {
      const before = afterOf(job).filter((name) => {
        const found = jobs.get(name);
        return found === undefined || stateOf(found) !== 'complete';
      });
      const reason = `waits for ${before.join(', ')}`;
      return { state: isStuck(job, jobs) ? 'cancelled' : 'waits', word: 'Suspended', reason, node };
    }
    default: {
      const runs = pod?.status.phase === 'Running';
      const reason = pod === undefined || runs ? null : waitingFor(pod);
      return { state: runs ? 'runs' : 'waits', word: pod?.status.phase ?? 'Pending', reason, node };
    }
  }
}

/** Whether a Job that it waits for in the end has failed, or is not there. */
function isStuck(job: JobObject, jobs: ReadonlyMap<string, JobObject>): boolean {
  return afterOf(job).some((name) => {
    const before = jobs.get(name);
    return before === undefined || stateOf(before) === 'failed' || isStuck(before, jobs);
  });
}

function begun({ status, metadata }: PodObject): string {
  return status.startTime ?? metadata.creationTimestamp;
}

function resultOf(task: string, pod: PodObject): Result {
  const { phase, containerStatuses } = pod.status;
  const over = phase === 'Succeeded' || phase === 'Failed';
  const disruption = phase === 'Failed' ? disruptionOf(pod) : null;
  return {
    task,
    begun: begun(pod),
    ended: (over && containerStatuses[0]?.state.terminated?.finishedAt) || null,
    node: pod.spec.nodeName ?? 'no node',
    job: pod.metadata.name,
    outcome: phase === 'Succeeded' ? 'made' : !over ? null : disruption === null ? 'failed' : 'interrupted',
    ran: phase === 'Succeeded' ? [task] : [],
    reason: phase === 'Failed' ? (disruption ?? failureOf(pod)) : null,
    ...{ prepared: null, took: null, stageTook: null },
  };
}

/** Of an index that is done, and whose pod is no more. */
function madeUnseen(task: string, { metadata, status }: JobObject): Result {
  return {
    task,
    begun: status.startTime ?? new Date(0).toISOString(),
    ended: null,
    node: 'a node that is not told any more',
    job: metadata.name,
    ...{ outcome: 'made', ran: [task], reason: null, prepared: null, took: null, stageTook: null },
  };
}
