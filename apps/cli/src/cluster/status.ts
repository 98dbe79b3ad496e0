import { setTimeout } from 'node:timers/promises';
import {
  cancelArrays,
  isOver,
  type Queued,
  type Result,
  readQueued,
  readRecord,
  readResults,
  type SharedFolder,
  type SubmissionRecord,
  slurmEntries,
  statusOf,
  submissionsOf,
  type TaskStatus,
} from '@vestige/cluster';

import { UsageError } from '../failure.ts';
import { counted } from '../terminal/layout.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { keepLogs, kubernetesState, removeSubmission, startNext } from './kubernetes/state.ts';
import type { Pipeline } from './whole.ts';

/** How it stands with a submission. */
export interface SubmissionStatus {
  readonly directory: string;
  readonly record: SubmissionRecord;
  readonly tasks: readonly TaskStatus[];
  readonly results: readonly Result[];
  /** Whether nothing of it is queued or runs any more. */
  readonly over: boolean;
}

/** How it stands with the newest submission of a project; undefined without one. @throws {SlurmError} */
async function newestStatus(
  { submissions }: SharedFolder,
  project: string,
): Promise<SubmissionStatus | undefined> {
  const [directory] = submissionsOf(submissions, project);
  return directory === undefined ? undefined : await submissionStatus(directory);
}

/** Name of the newest submission of a project, if its jobs are queued or run. @throws {SlurmError} */
export async function liveSubmission(shared: SharedFolder, project: string): Promise<string | undefined> {
  const newest = await newestStatus(shared, project);
  return newest === undefined || newest.over ? undefined : newest.record.id;
}

async function submissionStatus(directory: string): Promise<SubmissionStatus> {
  const record = readRecord(directory);
  const queued = readQueued(directory);
  const { entries, results } = await schedulerState(directory, record, queued);
  const tasks = statusOf(record, queued, results, entries);
  return { directory, record, tasks, results, over: isOver(tasks) };
}

/** What the scheduler says, and what jobs have left. */
async function schedulerState(directory: string, record: SubmissionRecord, queued: Queued) {
  const left = readResults(directory);
  if (record.scheduler === 'slurm') return { entries: await slurmEntries(queued), results: left };
  const state = await kubernetesState(record, queued);
  await keepLogs(directory, record, queued, state);
  return { entries: state.entries, results: [...left, ...state.results] };
}

/** Milliseconds between two looks. */
const PAUSE = 5000;

/** The same of a pipeline that was submitted. @throws {UsageError} if it was not */
export async function expectedStatus(shared: SharedFolder, { report }: Pipeline): Promise<SubmissionStatus> {
  const status = await newestStatus(shared, report.project);
  if (status) return status;
  throw new UsageError(
    `${report.project} was not submitted from here (${shortPath(shared.root)}); \`vestige submit\` does, --shared names another folder`,
  );
}

/** Waits until all jobs have ended, and tells each change. */
export async function watchStatus(
  shared: SharedFolder,
  pipeline: Pipeline,
  tell: (line: string) => void,
): Promise<SubmissionStatus> {
  let told = '';
  for (;;) {
    const status = await expectedStatus(shared, pipeline);
    if (status.record.scheduler === 'kubernetes') await startNext(status.record);
    const counts = Map.groupBy(status.tasks, ({ state }) => state);
    const line = [...counts].map(([state, { length }]) => `${length} ${state}`).join(', ');
    if (line !== told) tell(line);
    told = line;
    if (status.over) return status;
    await setTimeout(PAUSE);
  }
}

/** Cancels what is queued or runs; says what, in lines. @throws {UsageError} if nothing was submitted */
export async function cancel(shared: SharedFolder, pipeline: Pipeline): Promise<string[]> {
  const { directory, record, tasks, over } = await expectedStatus(shared, pipeline);
  if (record.scheduler === 'kubernetes') await removeSubmission(directory);
  if (over) return [`${record.project}, submitted as ${record.id}: nothing is queued`];
  if (record.scheduler === 'slurm') {
    await cancelArrays(Object.values(readQueued(directory).arrays).flatMap(({ id }) => id ?? []));
  }
  const ended = tasks.filter(({ state }) => state === 'waits' || state === 'runs');
  const running = ended.filter(({ state }) => state === 'runs').length;
  return [
    `${record.project}, submitted as ${record.id}: cancelled ${counted(ended.length, 'job')}, ${running} of which ran; what is done stays`,
  ];
}
