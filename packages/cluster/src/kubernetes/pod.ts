import type { Needs } from '../plan/plan.ts';
import type { KubernetesOptions } from './options.ts';

/** Where the image has the workspace. */
const WORKSPACE_FOLDER = '/vestige';
/** Where a pod has what was submitted. */
const SUBMISSION_FOLDER = '/submission';
/** The only folder of a pod that can be written to and goes with it. */
const SCRATCH_FOLDER = '/tmp';
/** Where a pod has the volume. */
const PROGRESS_FOLDER = '/progress';
/** Seconds that a pod is given to clean up. */
const GRACE = 30;
/** Key of the Secret that is the token of the shared cache. */
const TOKEN_KEY = 'token';
/** As a pod may take at least, and as many times its estimate. */
const LEAST_SECONDS = 3600;
const TIMES_ESTIMATE = 10;
/** User and group of the image. */
const IMAGE_USER = 1000;

/** A container that can do nothing but compute. */
const CONTAINER_SECURITY = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};
/** What the Pod Security Standard `restricted` asks for. */
const POD_SECURITY = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };

/** Environment of every container: what is written is written to the scratch folder. */
const WRITABLE = [
  { name: 'HOME', value: SCRATCH_FOLDER },
  { name: 'TMPDIR', value: SCRATCH_FOLDER },
  { name: 'NODE_COMPILE_CACHE', value: `${SCRATCH_FOLDER}/compiled` },
];

/** What differs between pods. */
export interface PodOptions {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Words behind `vestige`. */
  readonly words: readonly string[];
  readonly env?: readonly object[];
  readonly resources: object;
  readonly volumes?: readonly object[];
  readonly volumeMounts?: readonly object[];
  /** Fields of the pod itself. */
  readonly pod?: Readonly<Record<string, unknown>>;
}

/** Template of pods that run a command of Vestige. */
export function podTemplate(
  image: string,
  { name, labels, words, env = [], resources, volumes = [], volumeMounts = [], pod = {} }: PodOptions,
): object {
  return {
    metadata: { labels },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: GRACE,
      securityContext: POD_SECURITY,
      ...pod,
      containers: [
        {
          name,
          image,
          workingDir: WORKSPACE_FOLDER,
          command: ['node', 'apps/cli/src/vestige.js', ...words],
          env: [...WRITABLE, ...env],
          resources,
          securityContext: CONTAINER_SECURITY,
          // What `vestige status` tells of why it failed, without a look at the logs.
          terminationMessagePolicy: 'FallbackToLogsOnError',
          volumeMounts: [{ name: 'scratch', mountPath: SCRATCH_FOLDER }, ...volumeMounts],
        },
      ],
      volumes: [{ name: 'scratch', emptyDir: {} }, ...volumes],
    },
  };
}

/** Name of the container that runs a task. */
export const TASK_CONTAINER = 'task';

/**
 * Template of the pods of a group: the pod of index i runs task i of its list.
 *
 * @param sources of the projected volume with the list and what was submitted
 * @param keys variables that are keys of the Secret
 */
export function taskPod(
  labels: Readonly<Record<string, string>>,
  needs: Needs,
  sources: readonly object[],
  keys: readonly string[],
  { image, cacheServer, secret, volume }: KubernetesOptions,
): object {
  const withVolume = volume !== null;
  const fromSecret = (name: string, key: string) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key } },
  });
  return podTemplate(image, {
    name: TASK_CONTAINER,
    labels,
    words: ['pod', SUBMISSION_FOLDER],
    env: [
      { name: 'NX_SELF_HOSTED_REMOTE_CACHE_SERVER', value: cacheServer },
      fromSecret('NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN', TOKEN_KEY),
      ...keys.map((key) => fromSecret(key, key)),
      ...(withVolume ? [{ name: 'VESTIGE_PROGRESS', value: PROGRESS_FOLDER }] : []),
    ],
    resources: resourcesOf(needs),
    volumes: [
      { name: 'submission', projected: { sources } },
      ...(withVolume ? [{ name: 'progress', persistentVolumeClaim: { claimName: volume } }] : []),
    ],
    volumeMounts: [
      { name: 'submission', mountPath: SUBMISSION_FOLDER, readOnly: true },
      ...(withVolume ? [{ name: 'progress', mountPath: PROGRESS_FOLDER }] : []),
    ],
    pod: {
      ...(needs.seconds === null
        ? {}
        : { activeDeadlineSeconds: Math.max(LEAST_SECONDS, Math.ceil(TIMES_ESTIMATE * needs.seconds)) }),
      // The volume belongs to the group of the image.
      ...(withVolume
        ? {
            securityContext: {
              ...POD_SECURITY,
              fsGroup: IMAGE_USER,
              fsGroupChangePolicy: 'OnRootMismatch',
            },
          }
        : {}),
    },
  });
}

/**
 * Memory is limited to what is asked for, so that a pod that needs more fails and no other; processor time is not, which
 * would let cores stand idle.
 */
function resourcesOf({ memory, cores, gpus }: Needs): object {
  const bytes = memory === null ? {} : { memory: `${Math.ceil(memory / 2 ** 20)}Mi` };
  const devices = gpus === 0 ? {} : { 'nvidia.com/gpu': gpus };
  const limits = { ...bytes, ...devices };
  return {
    requests: { cpu: String(cores), ...bytes },
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  };
}
