import { spawn } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { z } from 'zod';
import { digestOfAll } from '../submission/digests.ts';
import { sharedFolder, submissionPaths } from '../submission/paths.ts';
import {
  type Result,
  readEnvironment,
  readFiles,
  readQueued,
  readRecord,
  resultPath,
  type SubmissionRecord,
  writeResult,
} from '../submission/record.ts';
import { claimWorkspace, removeUnused } from '../workspace/claimWorkspace.ts';
import { linkFiles } from '../workspace/copyWorkspace.ts';
import { bringStages } from './bringStages.ts';

/** Seconds after which a workspace that another submission left on a machine is in the way. */
const UNUSED = 24 * 3600;
/** Seconds that a job has to have run before the end of its time puts it back into the queue. */
const WORTHWHILE = 60;
/** As often a job is put back into the queue because its time is up. */
const MOST_RESTARTS = 100;
/** Exit code of a job that was stopped. */
const INTERRUPTED = 130;

/** What a scheduler says to a job of itself. */
export interface JobPlace {
  /** Folder of the submission. */
  readonly directory: string;
  readonly array: string;
  readonly index: number;
  /** The scheduler's name of the job. */
  readonly job: string;
  /** How often it was put back into the queue. */
  readonly restarts: number;
}

/** What a job does through others. */
export interface JobTools {
  /** Puts the job back into the queue, where its scheduler can. */
  readonly requeue: () => void;
  /** Signal by which the scheduler tells that the time is nearly up. */
  readonly notice: NodeJS.Signals;
  readonly log: (line: string) => void;
}

/** What the command that runs the task sends to the job. */
const messageSchema = z.strictObject({
  /** Tasks that were not in the cache, and were run. */
  ran: z.array(z.string()),
  /** Seconds of the task itself; null if it was in the cache. */
  stageTook: z.number().nullable(),
  /** Why it failed; null if it did not. */
  reason: z.string().nullable(),
  /** Folders of all stages, from the root of the workspace. */
  folders: z.array(z.string()),
});

/** {@link messageSchema}, from the command that runs a task to its job. */
export type TaskMessage = z.infer<typeof messageSchema>;

/**
 * Runs the task of a job: in a workspace on this machine that is made of the snapshot, with what came before from the
 * shared cache; leaves a record of it, and brings what was made to where it was submitted from, if it is the last.
 *
 * @returns exit code
 */
export async function runJob(place: JobPlace, tools: JobTools): Promise<number> {
  const { directory, array, index } = place;
  const record = readRecord(directory);
  const task = readQueued(directory).arrays[array]?.tasks[index];
  if (task === undefined) throw new Error(`${directory}: there is no task ${index} of ${array}`);
  const begun: Result = {
    task,
    begun: new Date(performance.timeOrigin).toISOString(),
    ended: null,
    node: process.env.SLURMD_NODENAME ?? hostname(),
    job: place.job,
    outcome: null,
    ran: [],
    reason: null,
    prepared: null,
    took: null,
    stageTook: null,
  };
  const path = resultPath(directory, begun);
  writeResult(path, begun);
  const end = (result: Partial<Result>) =>
    writeResult(path, { ...begun, ended: new Date().toISOString(), ...result });
  try {
    const ended = await runTask(record, task, place, tools);
    end(ended);
    if (ended.outcome === 'requeued') tools.requeue();
    if (ended.outcome === 'made' || ended.outcome === 'cached') return 0;
    return ended.outcome === 'failed' ? 1 : INTERRUPTED;
  } catch (error) {
    end({ outcome: 'failed', reason: (error as Error).message });
    throw error;
  }
}

type Ended = Pick<Result, 'outcome' | 'ran' | 'reason' | 'prepared' | 'took' | 'stageTook'>;

async function runTask(
  record: SubmissionRecord,
  task: string,
  { directory, restarts }: JobPlace,
  { notice, log }: JobTools,
): Promise<Ended> {
  const { snapshot } = submissionPaths(directory);
  // Packages are those of the clone.
  const key = digestOfAll({ files: record.digest, clone: record.workspace });
  const here = join(privateFolder(), key.slice(0, 16));
  using workspace = await claimWorkspace(here, snapshot, Object.keys(readFiles(directory)));
  linkFiles(record.workspace, record.links, workspace.root);
  await removeUnused(here, UNUSED);
  const given = readEnvironment(directory);
  const env = { ...given, ...(record.cache !== null && { VESTIGE_CACHE_DIR: record.cache }) };
  const prepared = seconds();
  const { code, signal, message, stopped } = await start(workspace.root, record, task, env, notice);
  const took = seconds() - prepared;
  const { ran = [], stageTook = null, reason = null, folders = [] } = message ?? {};
  const times = { prepared, took, stageTook, ran };
  if (code === 0) {
    if (task === record.report) {
      for (const line of await bringStages(workspace.root, folders, record, directory)) log(line);
    }
    return { ...times, outcome: ran.includes(task) ? 'made' : 'cached', reason: null };
  }
  if (stopped === notice && restarts < MOST_RESTARTS) return { ...times, outcome: 'requeued', reason: null };
  if (stopped !== undefined) return { ...times, outcome: 'interrupted', reason: null };
  return { ...times, outcome: 'failed', reason: reason ?? `ended by ${signal ?? `exit code ${code}`}` };
}

/** Runs the task in a process of its own, and passes on what asks it to stop. */
async function start(
  root: string,
  { named, shared }: SubmissionRecord,
  task: string,
  given: Readonly<Record<string, string>>,
  notice: NodeJS.Signals,
) {
  const words = [join(root, 'apps/cli/src/vestige.js'), 'task', ...named, '--task', task];
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: jobEnvironment(process.env, root, { ...given, VESTIGE_PROGRESS: sharedFolder(shared).progress }),
    // It ends when this process does.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let message: TaskMessage | undefined;
  child.on('message', (sent) => {
    message = messageSchema.parse(sent);
  });
  let stopped: NodeJS.Signals | undefined;
  const begun = seconds();
  const stop = (signal: NodeJS.Signals) => {
    if (signal === notice && seconds() - begun < WORTHWHILE) return;
    stopped ??= signal;
    child.kill('SIGTERM');
  };
  const signals: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT', notice];
  for (const signal of signals) process.on(signal, stop);
  try {
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (...ended) => resolve(ended));
    });
    return { code, signal, message, stopped };
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}

/**
 * The environment of a job's task: that of the job, without what the submitting shell said to Nx and Vestige, with caches
 * on this machine.
 *
 * @param given variables that go before all others
 */
export function jobEnvironment(
  own: NodeJS.ProcessEnv,
  root: string,
  given: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(own).filter(([name]) => !/^(NX|VESTIGE|NODE|npm)_/.test(name))),
    PATH: [dirname(process.execPath), own.PATH].filter(Boolean).join(delimiter),
    NX_DAEMON: 'false',
    NX_CACHE_DIRECTORY: join(root, '.nx/cache'),
    NX_WORKSPACE_DATA_DIRECTORY: join(root, '.nx/workspace-data'),
    NODE_COMPILE_CACHE: join(root, '.nx/compile-cache'),
    ...given,
  };
}

/** A folder on this machine that nobody else can write to. */
function privateFolder(): string {
  const user = process.getuid?.() ?? 0;
  const folder = join(tmpdir(), `vestige-${user}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = statSync(folder);
  if (uid !== user || (mode & 0o022) !== 0) {
    throw new Error(
      `${folder}: belongs to another, or others can write to it; expected a folder of your own`,
    );
  }
  return folder;
}

/** Since the process began. */
const seconds = () => performance.now() / 1000;
