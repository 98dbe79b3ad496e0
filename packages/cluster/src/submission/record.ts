import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { submissionPaths } from './paths.ts';

const needsSchema = z.strictObject({
  seconds: z.number().nullable(),
  memory: z.number().nullable(),
  cores: z.int(),
  gpus: z.int(),
});

const jobSchema = z.strictObject({
  task: z.string(),
  stage: z.string(),
  after: z.array(z.string()),
  level: z.int(),
  needs: needsSchema,
});

const recordSchema = z.strictObject({
  /** When it was made, which is its name among the submissions of its project. */
  id: z.string(),
  /** Nx project of the report. */
  project: z.string(),
  /** The task that makes the report: the last one. */
  report: z.string(),
  /** Words of a command line that name what is run, from the root of a workspace: a file, and `--preset quick`. */
  named: z.array(z.string()),
  scheduler: z.enum(['slurm', 'kubernetes']),
  /** Of Kubernetes; absent where it is that of kubectl. */
  namespace: z.string().optional(),
  /** ISO 8601. */
  created: z.string(),
  /** The clone that it was submitted from. */
  workspace: z.string(),
  /** The folder on the shared disk. */
  shared: z.string(),
  /** Folder of results that each job serves to itself; null where a server was named. */
  cache: z.string().nullable(),
  /** Digest of the snapshot's files. */
  digest: z.string(),
  /** Files in the clone that git ignores and stages read, from its root: they are linked, not copied. */
  links: z.array(z.string()),
  plan: z.strictObject({ jobs: z.array(jobSchema), done: z.array(z.string()) }),
});

/** What is known of a submission from its beginning on. */
export type SubmissionRecord = z.infer<typeof recordSchema>;

const queuedSchema = z.strictObject({
  /** By name: the scheduler's number or name of each array, null until it took it, and the task of each index. */
  arrays: z.record(
    z.string(),
    z.strictObject({ id: z.string().nullable(), tasks: z.record(z.string(), z.string()) }),
  ),
});

/** What a scheduler has made of a submission. */
export type Queued = z.infer<typeof queuedSchema>;

const resultSchema = z.strictObject({
  task: z.string(),
  /** ISO 8601. */
  begun: z.string(),
  /** Null while it runs, and for ever where it was killed. */
  ended: z.string().nullable(),
  node: z.string(),
  /** The scheduler's name of the job. */
  job: z.string(),
  /** Null until it has ended; `requeued` where it ran out of time and was put back into the queue. */
  outcome: z.enum(['made', 'cached', 'failed', 'interrupted', 'requeued']).nullable(),
  /** Tasks that it ran, beside or before its own one too, which were not in the cache. */
  ran: z.array(z.string()),
  /** Why it failed, in a line; null if it did not. */
  reason: z.string().nullable(),
  /** Seconds until Nx began, that Nx took, and of these the stage itself; null if it came from the cache. */
  prepared: z.number().nullable(),
  took: z.number().nullable(),
  stageTook: z.number().nullable(),
});

/** What a job says of one time that it ran. */
export type Result = z.infer<typeof resultSchema>;

const filesSchema = z.record(z.string(), z.string());
const environmentSchema = z.record(z.string(), z.string());

export function writeRecord(directory: string, record: SubmissionRecord): void {
  writeWhole(submissionPaths(directory).record, record);
}

/** @throws {Error} if the folder holds no submission */
export function readRecord(directory: string): SubmissionRecord {
  return readAs(recordSchema, submissionPaths(directory).record);
}

export function writeQueued(directory: string, queued: Queued): void {
  writeWhole(submissionPaths(directory).queued, queued);
}

/** Nothing if it was never queued. */
export function readQueued(directory: string): Queued {
  const { queued } = submissionPaths(directory);
  return existsSync(queued) ? readAs(queuedSchema, queued) : { arrays: {} };
}

/** @param files digest by path */
export function writeFiles(directory: string, files: Readonly<Record<string, string>>): void {
  writeWhole(submissionPaths(directory).files, files);
}

export function readFiles(directory: string): Record<string, string> {
  return readAs(filesSchema, submissionPaths(directory).files);
}

/** Variables that others may not read. */
export function writeEnvironment(directory: string, environment: Readonly<Record<string, string>>): void {
  writeWhole(submissionPaths(directory).environment, environment, 0o600);
}

export function readEnvironment(directory: string): Record<string, string> {
  return readAs(environmentSchema, submissionPaths(directory).environment);
}

/** Path of a new result of a task. */
export function resultPath(directory: string, { task, begun }: Pick<Result, 'task' | 'begun'>): string {
  const name = `${encodeURIComponent(task)}.${begun.replaceAll(':', '')}.${randomUUID().slice(0, 8)}.json`;
  return join(submissionPaths(directory).results, name);
}

export function writeResult(path: string, result: Result): void {
  writeWhole(path, result);
}

/** All results of a submission, in the order in which the jobs began. */
export function readResults(directory: string): Result[] {
  const { results } = submissionPaths(directory);
  if (!existsSync(results)) return [];
  return readdirSync(results)
    .filter((name) => name.endsWith('.json'))
    .map((name) => readAs(resultSchema, join(results, name)))
    .sort((a, b) => (a.begun < b.begun ? -1 : 1));
}

/** The submissions of a project, the newest first. */
export function submissionsOf(submissions: string, project: string): string[] {
  const folder = join(submissions, project);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((directory) => existsSync(submissionPaths(directory).record))
    .sort()
    .reverse();
}

/** A folder for a new submission: it is named by the time. */
export function newSubmission(
  submissions: string,
  project: string,
  now: Date,
): { id: string; directory: string } {
  const folder = join(submissions, project);
  mkdirSync(folder, { recursive: true });
  const time = now.toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  for (let i = 1; ; i++) {
    const id = i === 1 ? time : `${time}-${i}`;
    const directory = join(folder, id);
    try {
      // The environment lies in it.
      mkdirSync(directory, { mode: 0o700 });
      return { id, directory };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function writeWhole(path: string, content: object, mode = 0o644): void {
  mkdirSync(join(path, '..'), { recursive: true });
  const temporary = `${path}.${randomUUID()}`;
  writeFileSync(temporary, `${JSON.stringify(content, null, 2)}\n`, { mode, flush: true });
  renameSync(temporary, path);
}

function readAs<T>(schema: z.ZodType<T>, path: string): T {
  const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(
    `${path}: field ${issue?.path.join('.')}: ${issue?.message}; it is of another version of Vestige`,
  );
}
