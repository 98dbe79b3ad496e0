import { expect, test } from 'vitest';
import { manifestOf } from './manifest.ts';
import { type KubernetesObject, objectsOf, yamlOf } from './objects.ts';
import { OPTIONS, planOfRuns, SUBMITTED } from './testing/planned.ts';

const objects = manifestOf(planOfRuns(3), SUBMITTED, OPTIONS);

// biome-ignore lint/suspicious/noExplicitAny: what is in objects of the API is looked at field by field
type Any = any;

function named(all: readonly KubernetesObject[], kind: string, name: string) {
  return all.find((one) => one.kind === kind && one.metadata.name.endsWith(name)) as Any;
}

test('the manifest is as it was', async () => {
  await expect(yamlOf(objects)).toMatchFileSnapshot('__snapshots__/manifest.yaml');
});

test('all but the first Job are suspended and name the Jobs that they wait for, which come before', () => {
  const jobs = objects.filter(
    ({ kind, spec }) => kind === 'Job' && (spec as Any).completionMode === 'Indexed',
  );
  expect(jobs.map(({ spec }) => [(spec as Any).suspend, (spec as Any).completions])).toEqual([
    [false, 1],
    [true, 3],
    [true, 3],
    [true, 1],
  ]);
  const names = jobs.map(({ metadata }) => metadata.name);
  expect(jobs.map(({ metadata }) => metadata.annotations!['vestige/after'])).toEqual([
    '',
    ...names.slice(0, 3),
  ]);
});

test('what a pod mounts and names is among the objects', () => {
  const maps = objects.filter(({ kind }) => kind === 'ConfigMap').map(({ metadata }) => metadata.name);
  for (const { kind, spec } of objects) {
    if (kind !== 'Job') continue;
    const { volumes, containers } = (spec as Any).template.spec;
    const sources = volumes.flatMap((volume: Any) => volume.projected?.sources ?? []);
    for (const { configMap } of sources)
      if (configMap) expect([...maps, 'kube-root-ca.crt']).toContain(configMap.name);
    const mounted = containers[0].volumeMounts.map(({ name }: Any) => name);
    expect(mounted.toSorted()).toEqual(volumes.map(({ name }: Any) => name).toSorted());
  }
});

test('no token is in the manifest: pods name the Secret', () => {
  const { env } = named(objects, 'Job', '1-train').spec.template.spec.containers[0];
  expect(env.find(({ name }: Any) => name === 'NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN')).toEqual({
    name: 'NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN',
    valueFrom: { secretKeyRef: { name: 'vestige-cache', key: 'token' } },
  });
});

test('a pod asks for what its task needs, and has a limit of time where there is an estimate', () => {
  const podOf = (needs: object) =>
    named(
      manifestOf(
        planOfRuns(1, () => needs),
        SUBMITTED,
        OPTIONS,
      ),
      'Job',
      '1-train',
    ).spec.template.spec;
  expect(podOf({ gpus: 2, cores: 4, memory: 3 * 2 ** 30 }).containers[0].resources).toEqual({
    requests: { cpu: '4', memory: '3072Mi' },
    limits: { memory: '3072Mi', 'nvidia.com/gpu': 2 },
  });
  expect(podOf({ memory: null }).containers[0].resources).toEqual({ requests: { cpu: '1' } });
  expect(podOf({ seconds: 1 }).activeDeadlineSeconds).toBe(3600);
  expect(podOf({ seconds: 7200 }).activeDeadlineSeconds).toBe(72_000);
  expect(podOf({ seconds: null }).activeDeadlineSeconds).toBeUndefined();
});

test('with a volume, stages that were interrupted go on', () => {
  const { spec } = named(
    manifestOf(planOfRuns(1), SUBMITTED, { ...OPTIONS, volume: 'scratch' }),
    'Job',
    '1-train',
  );
  const { containers, volumes, securityContext } = spec.template.spec;
  expect(containers[0].env).toContainEqual({ name: 'VESTIGE_PROGRESS', value: '/progress' });
  expect(volumes).toContainEqual({ name: 'progress', persistentVolumeClaim: { claimName: 'scratch' } });
  expect(securityContext).toMatchObject({ fsGroup: 1000, runAsNonRoot: true });
});

test('the conductor may read and start the Jobs of its submission, and nothing else', () => {
  const jobs = objects.filter(({ spec }) => (spec as Any)?.completionMode === 'Indexed');
  expect(named(objects, 'Role', 'conductor').rules).toEqual([
    {
      apiGroups: ['batch'],
      resources: ['jobs'],
      resourceNames: jobs.map(({ metadata }) => metadata.name),
      verbs: ['get', 'patch'],
    },
  ]);
  const kinds = (all: readonly KubernetesObject[]) => new Set(all.map(({ kind }) => kind));
  const without = manifestOf(planOfRuns(3), SUBMITTED, { ...OPTIONS, conductor: false });
  expect(kinds(without)).toEqual(new Set(['ConfigMap', 'Job']));
});

test('ten thousand runs fit into objects that the API takes', () => {
  for (const object of manifestOf(planOfRuns(25_000), SUBMITTED, OPTIONS)) {
    expect(Buffer.byteLength(JSON.stringify(object))).toBeLessThan(2 ** 20);
  }
});

test('YAML 1.1, which kubectl reads, finds the strings that were written', () => {
  const odd = [
    'yes',
    'on',
    'n',
    '0x10',
    '010',
    '1_000',
    '1e3',
    '12:30:00',
    '2026-11-29',
    'null',
    '~',
    '',
    ' a',
    '#',
    'ü',
  ];
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'x' },
    data: Object.fromEntries(odd.entries()),
  };
  expect(objectsOf(yamlOf([object]))).toEqual([{ ...object, data: { ...odd } }]);
});
