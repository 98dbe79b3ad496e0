import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SERVER_VARIABLE } from '@vestige/cache/variables';
import {
  digestOfAll,
  digestsOf,
  listFiles,
  newSubmission,
  type Plan,
  readRecord,
  type SharedFolder,
  submissionsOf,
  writeQueued,
  writeRecord,
} from '@vestige/cluster';
import {
  createObjects,
  decides,
  deleteObjects,
  type Group,
  groupsOf,
  jobName,
  type KubernetesObject,
  type KubernetesOptions,
  manifestOf,
  type Submitted,
  submissionSelector,
} from '@vestige/cluster/kubernetes';
import { acquireLock } from '@vestige/manifest';
import { BACKEND_VARIABLE } from '@vestige/model/options';
import { UsageError } from '../../failure.ts';
import { interruptSignal } from '../../signals.ts';
import { fromRoot, WORKSPACE } from '../../workspace.ts';
import { keysOf } from '../environment.ts';
import { policyFiles } from '../given.ts';
import { planned } from '../planned.ts';
import { requestsOf, type TypedRequest } from '../requests.ts';
import { liveSubmission } from '../status.ts';
import type { Pipeline } from '../whole.ts';
import { kubectlOf, removeSubmission } from './state.ts';

/** Bytes of a file that is sent along at most: larger ones have to be in the image. */
const LARGEST_SENT = 900_000;

/** What a submission to Kubernetes asks for. */
export interface KubernetesSubmitOptions {
  /** Folder for the records of submissions. */
  readonly shared: SharedFolder;
  readonly request: TypedRequest;
  readonly kubernetes: KubernetesOptions;
  /** Makes nothing in the cluster. */
  readonly dry: boolean;
  readonly log: (line: string) => void;
}

/** What was, or would be, made in the cluster. */
export interface SubmittedToKubernetes {
  readonly plan: Plan;
  readonly groups: readonly Group[];
  readonly objects: readonly KubernetesObject[];
  /** Name and folder of the submission; null where nothing was made. */
  readonly queued: { readonly id: string; readonly directory: string } | null;
}

/**
 * Makes in a cluster of Kubernetes what runs the tasks of a pipeline that are left to do.
 *
 * @throws {UsageError} if jobs of an earlier submission are queued, or no server of results is named
 * @throws {Error} with what kubectl says
 */
export async function submitToKubernetes(
  pipeline: Pipeline,
  { shared, request, kubernetes, dry, log }: KubernetesSubmitOptions,
): Promise<SubmittedToKubernetes> {
  const { report, id: task, named } = pipeline;
  const { project } = report;
  if ((process.env[SERVER_VARIABLE] ?? '') === '') {
    throw new UsageError(
      `results come back through a server: expected its URL in ${SERVER_VARIABLE}, as this machine reaches it; \`vestige cache serve\` starts one`,
    );
  }
  using _ = await acquireLock(join(shared.submissions, project, 'submit.lock'), {
    onWait: () => log(`another \`vestige submit\` of ${project} is at work; waiting for it`),
    signal: interruptSignal(),
  });
  const live = await liveSubmission(shared, project);
  if (live !== undefined && !dry) {
    throw new UsageError(
      `${project} is queued already (${live}); see \`vestige status ${report.whole.name}\`, or \`vestige cancel ${report.whole.name}\` first`,
    );
  }
  const { needsOf } = requestsOf(request);
  const plan = await planned(pipeline, process.env, (task) => needsOf(pipeline.stages.get(task)!), log);
  const groups = groupsOf(plan);
  const { recipe, files } = submittedFiles(pipeline);
  const manifest = (id: string) => manifestOf(plan, { project, id, files, recipe }, kubernetes);
  if (plan.jobs.length === 0) return { plan, groups, objects: [], queued: null };
  if (dry) return { plan, groups, objects: manifest('dry-run'), queued: null };

  const [earlier] = submissionsOf(shared.submissions, project);
  // Its Jobs that were never started would stay for ever.
  if (earlier !== undefined && readRecord(earlier).scheduler === 'kubernetes')
    await removeSubmission(earlier);
  const { id, directory } = newSubmission(shared.submissions, project, new Date());
  writeRecord(directory, {
    ...{ id, project, report: task, named: [...named], scheduler: 'kubernetes' },
    ...(kubernetes.namespace === null ? {} : { namespace: kubernetes.namespace }),
    created: new Date().toISOString(),
    workspace: WORKSPACE,
    shared: shared.root,
    cache: null,
    digest: digestOfAll(recipe.digests),
    links: [],
    plan: { jobs: plan.jobs.map((job) => ({ ...job, after: [...job.after] })), done: [...plan.done] },
  });
  const submitted = { project, id };
  const note = (made: boolean) =>
    writeQueued(directory, {
      arrays: Object.fromEntries(
        groups.map(({ name, tasks }) => [
          name,
          { id: made ? jobName(submitted, name) : null, tasks: Object.fromEntries(tasks.entries()) },
        ]),
      ),
    });
  note(false);
  const kubectl = kubectlOf(kubernetes.namespace);
  const objects = manifest(id);
  try {
    await createObjects(kubectl, objects);
  } catch (error) {
    // Half of it would run.
    await deleteObjects(kubectl, submissionSelector(submitted)).catch(() => {});
    throw error;
  }
  note(true);
  return { plan, groups, objects, queued: { id, directory } };
}

/** What pods start from: the files that are sent along, and what the image has to hold. */
function submittedFiles({ stages, named }: Pipeline): Pick<Submitted, 'recipe' | 'files'> {
  const wholes = new Set([...stages.values()].map(({ whole }) => `${fromRoot(whole.directory)}/`));
  const isSent = (file: string) => [...wholes].some((folder) => file.startsWith(folder));
  const all = [...new Set([...listFiles(WORKSPACE), ...policyFiles(stages.values())])];
  const needed = all.filter(
    (file) => (isSent(file) || !file.startsWith('apps/experiments/')) && decides(file),
  );
  const backend = process.env[BACKEND_VARIABLE];
  return {
    files: needed
      .filter((file) => isSent(file) && statSync(join(WORKSPACE, file)).size <= LARGEST_SENT)
      .map((path) => ({ path, content: readFileSync(join(WORKSPACE, path)) })),
    recipe: {
      named: [...named],
      node: process.version,
      environment: backend === undefined ? {} : { [BACKEND_VARIABLE]: backend },
      keys: keysOf(stages.values()),
      digests: digestsOf(WORKSPACE, needed),
    },
  };
}
