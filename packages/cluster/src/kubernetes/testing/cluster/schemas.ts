import { z } from 'zod';

/** What of the API's objects is honoured here. A field that is not named is refused rather than passed over. */

const metadata = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
});

const item = z.strictObject({ key: z.string(), path: z.string() });
const source = z.union([
  z.strictObject({ configMap: z.strictObject({ name: z.string(), items: z.array(item) }) }),
  z.strictObject({
    serviceAccountToken: z.strictObject({ path: z.string(), expirationSeconds: z.int().min(600) }),
  }),
  z.strictObject({
    downwardAPI: z.strictObject({
      items: z.array(
        z.strictObject({
          path: z.string(),
          fieldRef: z.strictObject({ fieldPath: z.literal('metadata.namespace') }),
        }),
      ),
    }),
  }),
]);
const volume = z.union([
  z.strictObject({ name: z.string(), emptyDir: z.strictObject({}) }),
  z.strictObject({ name: z.string(), projected: z.strictObject({ sources: z.array(source) }) }),
  z.strictObject({ name: z.string(), persistentVolumeClaim: z.strictObject({ claimName: z.string() }) }),
]);
const variable = z.union([
  z.strictObject({ name: z.string(), value: z.string() }),
  z.strictObject({
    name: z.string(),
    valueFrom: z.strictObject({ secretKeyRef: z.strictObject({ name: z.string(), key: z.string() }) }),
  }),
]);
const quantities = z.record(z.string(), z.union([z.string(), z.int()]));
const container = z.strictObject({
  name: z.string(),
  image: z.string(),
  workingDir: z.string(),
  command: z.array(z.string()),
  env: z.array(variable),
  // Of one machine, nothing is set apart: only what is asked for is looked at.
  resources: z.strictObject({ requests: quantities, limits: quantities.optional() }),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  terminationMessagePolicy: z.literal('FallbackToLogsOnError'),
  volumeMounts: z.array(
    z.strictObject({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().default(false) }),
  ),
});
const podSpec = z.strictObject({
  restartPolicy: z.literal('Never'),
  automountServiceAccountToken: z.literal(false),
  enableServiceLinks: z.literal(false),
  serviceAccountName: z.string().optional(),
  terminationGracePeriodSeconds: z.int(),
  activeDeadlineSeconds: z.int().optional(),
  securityContext: z.strictObject({
    runAsNonRoot: z.literal(true),
    seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
    fsGroup: z.int().optional(),
    fsGroupChangePolicy: z.literal('OnRootMismatch').optional(),
  }),
  containers: z.tuple([container]),
  volumes: z.array(volume),
});

const rule = z.union([
  z.strictObject({
    action: z.enum(['Ignore', 'Count', 'FailIndex', 'FailJob']),
    onPodConditions: z.array(
      z.strictObject({ type: z.string(), status: z.enum(['True', 'False', 'Unknown']).default('True') }),
    ),
  }),
  z.strictObject({
    action: z.enum(['Ignore', 'Count', 'FailIndex', 'FailJob']),
    onExitCodes: z.strictObject({
      containerName: z.string(),
      operator: z.enum(['In', 'NotIn']),
      values: z.array(z.int()),
    }),
  }),
]);

const job = z.strictObject({
  apiVersion: z.literal('batch/v1'),
  kind: z.literal('Job'),
  metadata,
  spec: z.strictObject({
    completionMode: z.enum(['Indexed', 'NonIndexed']).default('NonIndexed'),
    completions: z.int().min(1).default(1),
    parallelism: z.int().min(0).default(1),
    suspend: z.boolean().default(false),
    // What the API sets where retries are counted by index.
    backoffLimit: z.int().default(2 ** 31 - 1),
    backoffLimitPerIndex: z.int().optional(),
    maxFailedIndexes: z.int().optional(),
    podReplacementPolicy: z.literal('Failed'),
    podFailurePolicy: z.strictObject({ rules: z.array(rule) }),
    ttlSecondsAfterFinished: z.int(),
    template: z.strictObject({
      metadata: z.strictObject({ labels: z.record(z.string(), z.string()) }),
      spec: podSpec,
    }),
  }),
});
const configMap = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('ConfigMap'),
  metadata,
  immutable: z.literal(true),
  data: z.record(z.string(), z.string()).default({}),
  binaryData: z.record(z.string(), z.string()).default({}),
});
const serviceAccount = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('ServiceAccount'),
  metadata,
  automountServiceAccountToken: z.literal(false),
});
const role = z.strictObject({
  apiVersion: z.literal('rbac.authorization.k8s.io/v1'),
  kind: z.literal('Role'),
  metadata,
  rules: z.array(
    z.strictObject({
      apiGroups: z.array(z.string()),
      resources: z.array(z.string()),
      resourceNames: z.array(z.string()),
      verbs: z.array(z.string()),
    }),
  ),
});
const roleBinding = z.strictObject({
  apiVersion: z.literal('rbac.authorization.k8s.io/v1'),
  kind: z.literal('RoleBinding'),
  metadata,
  roleRef: z.strictObject({ apiGroup: z.string(), kind: z.literal('Role'), name: z.string() }),
  subjects: z.array(
    z.strictObject({
      kind: z.literal('ServiceAccount'),
      name: z.string(),
      namespace: z.string().optional(),
    }),
  ),
});

export const objectSchema = z.discriminatedUnion('kind', [job, configMap, serviceAccount, role, roleBinding]);
export type AnyObject = z.infer<typeof objectSchema>;
export type Job = z.infer<typeof job>;
export type ConfigMap = z.infer<typeof configMap>;
export type Pod = z.infer<typeof podSpec>;
export type Rule = z.infer<typeof rule>;
