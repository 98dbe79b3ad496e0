export { type JobPlace, type JobTools, runJob, type TaskMessage } from './job/runJob.ts';
export { CACHED_ONLY_VARIABLE, resolvePipeline } from './nx/resolve.ts';
export { forgetOutcomes, lastOutcomes, runNx } from './nx/runNx.ts';
export { type CacheAddress, shareResults } from './nx/share.ts';
export { criticalSeconds, type Job, type Needs, type Plan, planOf, stageOf } from './plan/plan.ts';
export { readTaskGraph, type TaskGraph } from './plan/taskGraph.ts';
export { type Share, type Waves, wavesOf } from './plan/waves.ts';
export { arraysOf, type JobArray } from './slurm/arrays.ts';
export { type JobCommand, NOTICE_SIGNAL, type SlurmOptions, sbatchWords, scriptOf } from './slurm/sbatch.ts';
export {
  cancelArrays,
  largestArray,
  queueArrays,
  requeueThisJob,
  SlurmError,
  slurmEntries,
} from './slurm/slurm.ts';
export { digestOfAll, digestsOf } from './submission/digests.ts';
export { excerptOf } from './submission/excerpt.ts';
export {
  type SharedFolder,
  type SubmissionPaths,
  sharedFolder,
  submissionPaths,
} from './submission/paths.ts';
export {
  newSubmission,
  type Queued,
  type Result,
  readQueued,
  readRecord,
  readResults,
  resultPath,
  type SubmissionRecord,
  submissionsOf,
  writeEnvironment,
  writeFiles,
  writeQueued,
  writeRecord,
  writeResult,
} from './submission/record.ts';
export { isOver, type QueueEntry, type QueueState, statusOf, type TaskStatus } from './submission/status.ts';
export { copyWorkspace, listFiles } from './workspace/index.ts';
