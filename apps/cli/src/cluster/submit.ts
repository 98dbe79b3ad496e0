import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { SERVER_VARIABLE, TOKEN_VARIABLE } from '@vestige/cache/variables';
import {
  arraysOf,
  type CacheAddress,
  cacheVariables,
  copyWorkspace,
  digestOfAll,
  digestsOf,
  type JobArray,
  type JobCommand,
  largestArray,
  listFiles,
  newSubmission,
  type Plan,
  planOf,
  queueArrays,
  resolvePipeline,
  type SharedFolder,
  sbatchWords,
  scriptOf,
  shareResults,
  submissionPaths,
  submissionsOf,
  writeEnvironment,
  writeFiles,
  writeQueued,
  writeRecord,
} from '@vestige/cluster';
import { acquireLock } from '@vestige/manifest';
import { UsageError } from '../failure.ts';
import { lockOf } from '../pipeline/checked.ts';
import { interruptSignal } from '../signals.ts';
import { shellWords } from '../terminal/shellWords.ts';
import { WORKSPACE } from '../workspace.ts';
import { jobVariables, openVariables } from './environment.ts';
import { policyFiles } from './given.ts';
import { requestsOf, slurmOptionsOf, type TypedRequest } from './requests.ts';
import { serveFolder } from './sharedCache.ts';
import { liveSubmission } from './status.ts';
import type { Pipeline } from './whole.ts';

/** What a submission asks for. */
export interface SubmitOptions {
  readonly shared: SharedFolder;
  /** Folder of results, in the place of that in the shared folder; null where a server is named by the environment. */
  readonly cache: string | null;
  readonly request: TypedRequest;
  /** Queues nothing. */
  readonly dry: boolean;
  readonly log: (line: string) => void;
}

/** What was, or would be, queued. */
export interface Submitted {
  readonly plan: Plan;
  readonly arrays: readonly JobArray[];
  /** Name and folder of the submission; null where nothing was queued. */
  readonly queued: { readonly id: string; readonly directory: string } | null;
  /** The command lines that queue the arrays, where they were not run. */
  readonly commands: readonly string[];
}

/**
 * Queues what is left to do of a pipeline as job arrays of Slurm. What the caches have is restored in the workspace, and
 * put into the one that machines share.
 *
 * @throws {UsageError} if jobs of an earlier submission are queued
 * @throws {SlurmError} if Slurm is not there, or refuses
 */
export async function submit(pipeline: Pipeline, options: SubmitOptions): Promise<Submitted> {
  const { shared, cache, request, dry, log } = options;
  const { report, id, stages, named } = pipeline;
  const { project } = report;
  const signal = interruptSignal();
  using _ = await acquireLock(join(shared.submissions, project, 'submit.lock'), {
    onWait: () => log(`another \`vestige submit\` of ${project} is at work; waiting for it`),
    signal,
  });
  const live = await liveSubmission(shared, project);
  if (live !== undefined) {
    throw new UsageError(
      `${project} is queued already (${live}); see \`vestige status ${report.whole.name}\`, or \`vestige cancel ${report.whole.name}\` first`,
    );
  }
  const largest = await largestArray();
  const requests = requestsOf(request);
  const plan = await planned(pipeline, requests.needsOf, options);
  const arrays = arraysOf(plan, largest);
  const optionsOf = slurmOptionsOf(requests, stages);
  if (dry || plan.jobs.length === 0) {
    const command = jobCommand(project, join(shared.submissions, project, 'ID'));
    const commands = arrays.flatMap((array) => {
      const words = sbatchWords(array, optionsOf(array), command, (name) => `<${name}>`);
      const [, script] = scriptOf(array, command).trimEnd().split('\n');
      return [`  sbatch ${shellWords(words)}`, `    ${script}`];
    });
    return { plan, arrays, queued: null, commands };
  }

  const { id: submission, directory } = newSubmission(shared.submissions, project, new Date());
  const paths = submissionPaths(directory);
  const files = listFiles(WORKSPACE);
  copyWorkspace(WORKSPACE, files, paths.snapshot);
  // Slurm makes no folder for them.
  mkdirSync(paths.logs);
  const digests = digestsOf(paths.snapshot, files);
  writeFiles(directory, digests);
  const given = jobVariables(stages.values(), process.env);
  writeEnvironment(directory, given);
  writeRecord(directory, {
    id: submission,
    project,
    report: id,
    named: [...named],
    scheduler: 'slurm',
    created: new Date().toISOString(),
    workspace: WORKSPACE,
    shared: shared.root,
    cache,
    digest: digestOfAll(digests),
    links: policyFiles(stages.values()).filter((file) => !(file in digests)),
    plan: { jobs: plan.jobs.map((job) => ({ ...job, after: [...job.after] })), done: [...plan.done] },
  });
  const ids = new Map<string, string>();
  const note = () =>
    writeQueued(directory, {
      arrays: Object.fromEntries(
        arrays.map(({ name, tasks }) => [
          name,
          { id: ids.get(name) ?? null, tasks: Object.fromEntries(tasks) },
        ]),
      ),
    });
  note();
  await queueArrays(
    arrays,
    optionsOf,
    jobCommand(project, directory),
    openVariables(process.env, given),
    (array, taken) => {
      ids.set(array, taken);
      note();
    },
  );
  // No job of an earlier one is queued any more.
  for (const earlier of submissionsOf(shared.submissions, project)) {
    if (earlier !== directory) rmSync(submissionPaths(earlier).snapshot, { recursive: true, force: true });
  }
  return { plan, arrays, queued: { id: submission, directory }, commands: [] };
}

/** What starts the jobs of a submission: the command line of its snapshot. */
function jobCommand(project: string, directory: string): JobCommand {
  const { snapshot, logs } = submissionPaths(directory);
  return {
    project,
    logs,
    words: [process.execPath, join(snapshot, 'apps/cli/src/vestige.js'), 'job', directory],
  };
}

/**
 * What is left to do of a pipeline. What the caches have is restored in the workspace, and put into the one that machines
 * share.
 *
 * @param cache folder of results that machines share; null where a server is named by the environment
 */
export async function planned(
  { report, id, stages }: Pipeline,
  needsOf: ReturnType<typeof requestsOf>['needsOf'],
  { cache, log }: Pick<SubmitOptions, 'cache' | 'log'>,
): Promise<Plan> {
  using _ = await lockOf(join(report.directory, '..'), log);
  await using served = cache === null ? undefined : await serveFolder(cache, log);
  const address = served ?? named();
  const { graph, done, broken, output } = await resolvePipeline(WORKSPACE, id, (task) => stages.has(task), {
    parallel: availableParallelism(),
    env: cacheVariables(address),
  });
  if (broken.length > 0) {
    for (const line of output.split('\n').slice(-40)) log(line);
    throw new UsageError(`${broken.join(', ')} failed, and said why above; jobs need what it builds`);
  }
  const { failed } = await shareResults(WORKSPACE, done, address);
  for (const line of failed) log(`${line}; jobs will make it again`);
  const finished = new Set(done.map(({ task }) => task));
  return planOf(graph, finished, (task) => needsOf(stages.get(task)!));
}

/** The server that the environment names. */
function named(): CacheAddress {
  return { url: process.env[SERVER_VARIABLE] ?? '', token: process.env[TOKEN_VARIABLE] ?? '' };
}
