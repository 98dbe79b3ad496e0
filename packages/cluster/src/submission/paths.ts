import { join } from 'node:path';

/** Where the shared folder of a cluster holds what, from its root. */
export interface SharedFolder {
  readonly root: string;
  /** Results, by hash. */
  readonly cache: string;
  /** What stages that were interrupted go on from. */
  readonly progress: string;
  readonly submissions: string;
}

export function sharedFolder(root: string): SharedFolder {
  return {
    root,
    cache: join(root, 'cache'),
    progress: join(root, 'progress'),
    submissions: join(root, 'submissions'),
  };
}

/** What a submission keeps, on the shared disk. */
export interface SubmissionPaths {
  readonly directory: string;
  readonly record: string;
  /** Which jobs a scheduler has made of it. */
  readonly queued: string;
  /** The workspace as it stood, with its packages linked. */
  readonly snapshot: string;
  /** The files of the snapshot with their digests. */
  readonly files: string;
  /** Variables for the jobs, to be read by its owner alone: a token may be among them. */
  readonly environment: string;
  readonly logs: string;
  /** A file for each time that a job began. */
  readonly results: string;
  /** What was made, where it could not be brought into the workspace. */
  readonly made: string;
}

export function submissionPaths(directory: string): SubmissionPaths {
  return {
    directory,
    record: join(directory, 'submission.json'),
    queued: join(directory, 'queued.json'),
    snapshot: join(directory, 'snapshot'),
    files: join(directory, 'files.json'),
    environment: join(directory, 'environment.json'),
    logs: join(directory, 'logs'),
    results: join(directory, 'results'),
    made: join(directory, 'made'),
  };
}
