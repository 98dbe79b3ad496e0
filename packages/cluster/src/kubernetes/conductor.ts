import { REFUSED } from './exitCodes.ts';
import { objectName } from './names.ts';
import type { KubernetesObject, Metadata } from './objects.ts';
import type { KubernetesOptions, Submitted } from './options.ts';
import { podTemplate } from './pod.ts';

/** Where the conductor has what lets it into the API. */
const ACCOUNT_FOLDER = '/account';
/** Seconds that its token holds; the kubelet brings a new one before. */
const TOKEN_SECONDS = 3600;
const SECONDS_KEPT = 7 * 24 * 3600;

/**
 * A Job that starts the suspended Jobs of its submission when those before them are complete, with the right to that and
 * to nothing else. It keeps nothing: one that was taken away is replaced and goes on.
 *
 * @param jobs names of the Jobs that it looks after
 */
export function conductorObjects(
  submitted: Submitted,
  jobs: readonly string[],
  metadataOf: (name: string) => Metadata,
  { image, namespace }: KubernetesOptions,
): KubernetesObject[] {
  const name = objectName(submitted.project, submitted.id, 'conductor');
  const metadata = metadataOf(name);
  const rbac = 'rbac.authorization.k8s.io';
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: ['batch'], resources: ['jobs'], resourceNames: jobs, verbs: ['get', 'patch'] }],
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: rbac, kind: 'Role', name },
      // Without a namespace, the API takes that of the binding for an account.
      subjects: [{ kind: 'ServiceAccount', name, ...(namespace === null ? {} : { namespace }) }],
    },
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata,
      spec: {
        backoffLimit: 6,
        ttlSecondsAfterFinished: SECONDS_KEPT,
        podReplacementPolicy: 'Failed',
        podFailurePolicy: {
          rules: [
            { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
            {
              action: 'FailJob',
              onExitCodes: { containerName: 'conductor', operator: 'In', values: [REFUSED] },
            },
          ],
        },
        template: podTemplate(image, {
          name: 'conductor',
          labels: metadata.labels!,
          words: ['conduct', jobs.join(',')],
          env: [
            { name: 'VESTIGE_KUBERNETES', value: 'https://kubernetes.default.svc' },
            { name: 'VESTIGE_ACCOUNT', value: ACCOUNT_FOLDER },
            { name: 'NODE_EXTRA_CA_CERTS', value: `${ACCOUNT_FOLDER}/ca.crt` },
          ],
          resources: { requests: { cpu: '10m', memory: '128Mi' }, limits: { memory: '256Mi' } },
          volumes: [
            {
              name: 'account',
              projected: {
                sources: [
                  { serviceAccountToken: { path: 'token', expirationSeconds: TOKEN_SECONDS } },
                  { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
                  {
                    downwardAPI: {
                      items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }],
                    },
                  },
                ],
              },
            },
          ],
          volumeMounts: [{ name: 'account', mountPath: ACCOUNT_FOLDER, readOnly: true }],
          pod: { serviceAccountName: name },
        }),
      },
    },
  ];
}
