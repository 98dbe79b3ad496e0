import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Queued,
  type Result,
  readQueued,
  readRecord,
  resultPath,
  type SubmissionRecord,
  submissionPaths,
  writeResult,
} from '@vestige/cluster';
import {
  deleteObjects,
  jobsByKubectl,
  type Kubectl,
  listObjects,
  logOf,
  nextStep,
  readJob,
  readPod,
  type SubmissionState,
  stateOfSubmission,
  submissionSelector,
} from '@vestige/cluster/kubernetes';

/** Lines of the log of a task that failed. */
const LINES = 200;

/** kubectl as it is found on the path. */
export function kubectlOf(namespace: string | null): Kubectl {
  return { command: 'kubectl', namespace };
}

/** What Kubernetes says of a submission. @throws {Error} with what kubectl says */
export async function kubernetesState(record: SubmissionRecord, queued: Queued): Promise<SubmissionState> {
  const kubectl = kubectlOf(record.namespace ?? null);
  const objects = await listObjects(kubectl, 'jobs,pods', submissionSelector(record));
  const ofKind = (kind: string) => objects.filter((one) => (one as { kind?: unknown }).kind === kind);
  return stateOfSubmission(queued, ofKind('Job').map(readJob), ofKind('Pod').map(readPod));
}

/** Keeps what tasks that failed said, where the logs of other schedulers are. */
export async function keepLogs(
  directory: string,
  record: SubmissionRecord,
  { arrays }: Queued,
  { failed }: SubmissionState,
): Promise<void> {
  const { logs } = submissionPaths(directory);
  for (const [array, { tasks }] of Object.entries(arrays)) {
    for (const [index, task] of Object.entries(tasks)) {
      const pod = failed.get(task);
      if (pod === undefined) continue;
      // It may be gone; what it said last is told anyway.
      const said = await logOf(kubectlOf(record.namespace ?? null), pod, LINES).catch(() => undefined);
      if (said === undefined) continue;
      mkdirSync(logs, { recursive: true });
      writeFileSync(join(logs, `${array}.${index}.log`), said);
    }
  }
}

/** Starts the Jobs whose turn it is, where no conductor does. @throws {Error} with what kubectl says */
export async function startNext(record: SubmissionRecord): Promise<void> {
  const jobs = jobsByKubectl(kubectlOf(record.namespace ?? null), submissionSelector(record));
  for (const name of nextStep(await jobs.all()).resume) await jobs.resume(name);
}

/**
 * Removes a submission from the cluster, if it is there, and keeps what is known of its tasks.
 *
 * @throws {Error} with what kubectl says
 */
export async function removeSubmission(directory: string): Promise<void> {
  const record = readRecord(directory);
  const { results } = await kubernetesState(record, readQueued(directory));
  const ended = new Date().toISOString();
  for (const result of results) {
    const kept: Result = result.outcome === null ? { ...result, ended, outcome: 'interrupted' } : result;
    writeResult(resultPath(directory, kept), kept);
  }
  await deleteObjects(kubectlOf(record.namespace ?? null), submissionSelector(record));
}
