import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER_VARIABLE } from '@vestige/cache/variables';
import {
  arraysOf,
  copyWorkspace,
  digestOfAll,
  digestsOf,
  type JobArray,
  type JobCommand,
  largestArray,
  listFiles,
  newSubmission,
  type Plan,
  queueArrays,
  type SharedFolder,
  sbatchWords,
  scriptOf,
  submissionPaths,
  submissionsOf,
  writeEnvironment,
  writeFiles,
  writeQueued,
  writeRecord,
} from '@vestige/cluster';
import { acquireLock } from '@vestige/manifest';
import { UsageError } from '../failure.ts';
import { interruptSignal } from '../signals.ts';
import { shellWords } from '../terminal/shellWords.ts';
import { WORKSPACE } from '../workspace.ts';
import { jobVariables, openVariables } from './environment.ts';
import { policyFiles } from './given.ts';
import { planned } from './planned.ts';
import { requestsOf, slurmOptionsOf, type TypedRequest } from './requests.ts';
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
  const caches = cache === null ? process.env : { [FOLDER_VARIABLE]: cache };
  const plan = await planned(pipeline, caches, (task) => requests.needsOf(stages.get(task)!), log);
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
