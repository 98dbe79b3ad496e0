import type { Plan } from '../plan/plan.ts';
import { conductorObjects } from './conductor.ts';
import { fileMaps } from './configMaps.ts';
import { KILLED, REFUSED } from './exitCodes.ts';
import { type Group, groupsOf } from './groups.ts';
import { AFTER_ANNOTATION, PROJECT_ANNOTATION, STAGE_LABEL, submissionLabels } from './labels.ts';
import { objectName } from './names.ts';
import type { KubernetesObject, Metadata } from './objects.ts';
import type { KubernetesOptions, Submitted } from './options.ts';
import { TASK_CONTAINER, taskPod } from './pod.ts';
import { FILES_FOLDER, RECIPE_FILE, TASKS_FILE } from './submitted.ts';

/** How long what a Job says can be asked for: the conductor needs it until what waits for it has begun. */
const SECONDS_KEPT = 30 * 24 * 3600;
/** Share of the indexes of a Job that may fail before it is given up: the mistake is in all of them. */
const FAILED_SHARE = 0.1;

/**
 * The objects of a submission, in the order in which they are to be made: an Indexed Job for each group of tasks, of
 * which all but the first are suspended, with the list of its tasks.
 *
 * @throws {Error} if a file is too large for it
 */
export function manifestOf(plan: Plan, submitted: Submitted, options: KubernetesOptions): KubernetesObject[] {
  const { project, id } = submitted;
  const labels = submissionLabels(submitted);
  const metadataOf = (name: string): Metadata => ({
    name,
    ...(options.namespace === null ? {} : { namespace: options.namespace }),
    labels,
    annotations: { [PROJECT_ANNOTATION]: project },
  });
  const nameOf = (group: string) => jobName(submitted, group);

  const shared = fileMaps(
    [
      ...submitted.files.map(({ path, content }) => ({ path: `${FILES_FOLDER}/${path}`, content })),
      { path: RECIPE_FILE, content: Buffer.from(JSON.stringify(submitted.recipe, null, 1)) },
    ],
    (number) => metadataOf(objectName(project, id, 'files', String(number))),
  );
  const groups = groupsOf(plan);
  const jobs = groups.flatMap((group) => {
    const name = nameOf(group.name);
    const list = fileMaps(
      [{ path: TASKS_FILE, content: Buffer.from(group.tasks.map((task) => `${task}\n`).join('')) }],
      () => metadataOf(name),
    );
    const metadata = metadataOf(name);
    return [
      ...list.objects,
      indexedJob(
        group,
        {
          ...metadata,
          labels: { ...labels, [STAGE_LABEL]: group.stage },
          annotations: { ...metadata.annotations, [AFTER_ANNOTATION]: group.after.map(nameOf).join(',') },
        },
        [...list.sources, ...shared.sources],
        submitted.recipe.keys,
        options,
      ),
    ];
  });
  const names = groups.map(({ name }) => nameOf(name));
  const conducts = options.conductor && groups.some(({ after }) => after.length > 0);
  return [
    ...shared.objects,
    ...jobs,
    ...(conducts ? conductorObjects(submitted, names, metadataOf, options) : []),
  ];
}

/** Name of the Job of a group. */
export function jobName({ project, id }: Pick<Submitted, 'project' | 'id'>, group: string): string {
  return objectName(project, id, group);
}

function indexedJob(
  { tasks, after, needs }: Group,
  metadata: Metadata,
  sources: readonly object[],
  keys: readonly string[],
  options: KubernetesOptions,
): KubernetesObject {
  const completions = tasks.length;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata,
    spec: {
      completionMode: 'Indexed',
      completions,
      parallelism: Math.min(completions, options.parallelism ?? completions),
      suspend: after.length > 0,
      backoffLimitPerIndex: options.retries,
      maxFailedIndexes: Math.ceil(FAILED_SHARE * completions),
      // A task has one pod at a time: another begins when the last has ended, not when it is told to.
      podReplacementPolicy: 'Failed',
      podFailurePolicy: {
        rules: [
          // Taken away for another, or with its node: no fault of the task, and no try.
          { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
          {
            action: 'FailIndex',
            onExitCodes: { containerName: TASK_CONTAINER, operator: 'In', values: [REFUSED, KILLED] },
          },
        ],
      },
      ttlSecondsAfterFinished: SECONDS_KEPT,
      template: taskPod(metadata.labels!, needs, sources, keys, options),
    },
  };
}
