import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { manifestOf } from '../../manifest.ts';
import type { KubernetesObject } from '../../objects.ts';
import type { KubernetesOptions } from '../../options.ts';
import { OPTIONS, planOfRuns, SUBMITTED } from '../planned.ts';
import { type ClusterOptions, LocalCluster } from './localCluster.ts';
import { outcomeOf } from './outcome.ts';

function folder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'vestige-local-')));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A cluster, and a folder that pods have as the volume of the claim `shared`. */
async function clusterOf(options: Partial<ClusterOptions> = {}) {
  const home = folder();
  const image = join(home, 'image');
  mkdirSync(image);
  const cluster = await LocalCluster.start({
    folder: join(home, 'cluster'),
    images: { [OPTIONS.image]: image },
    secrets: { 'vestige-cache': { token: 'secret' } },
    slots: 4,
    preemption: null,
    namespace: 'lab',
    ...options,
  });
  onTestFinished(() => cluster[Symbol.asyncDispose]());
  return { cluster, shared: join(home, 'cluster/claims/shared'), image };
}

/** A manifest whose pods run a shell's script in the place of their task. */
function manifest(script: string, options: Partial<KubernetesOptions> = {}): KubernetesObject[] {
  const objects = manifestOf(planOfRuns(3), SUBMITTED, {
    ...OPTIONS,
    volume: 'shared',
    conductor: false,
    ...options,
  });
  const changed = structuredClone(objects);
  for (const { spec } of changed as {
    spec?: { completionMode?: string; template: { spec: { containers: { command: string[] }[] } } };
  }[]) {
    if (spec?.completionMode)
      spec.template.spec.containers[0]!.command = ['/bin/sh', '-c', script, 'sh', '/progress', '/submission'];
  }
  return changed;
}

/** The Jobs of a manifest that are not suspended, all of them. */
function allAtOnce(objects: KubernetesObject[]): KubernetesObject[] {
  for (const { spec } of objects as { spec?: { suspend?: boolean } }[])
    if (spec?.suspend) spec.suspend = false;
  return objects;
}

const ran = (shared: string) => readdirSync(shared).sort();

test('each index is run once, with its task, its variables and no others', async () => {
  const { cluster, shared } = await clusterOf();
  const task = 'line=$(sed -n "$((JOB_COMPLETION_INDEX + 1))p" "$2/tasks"); env > "$1/$line"';
  cluster.create(allAtOnce(manifest(task)));
  await cluster.controller.idle();
  const tasks = planOfRuns(3).jobs.map(({ task }) => task);
  expect(ran(shared)).toEqual(tasks.toSorted());
  const variables = readFileSync(join(shared, 'run1:train'), 'utf8')
    .split('\n')
    .map((line) => line.split('=')[0]);
  expect(variables.filter(Boolean).sort()).toEqual(
    [
      'HOME',
      'HOSTNAME',
      'JOB_COMPLETION_INDEX',
      'NODE_COMPILE_CACHE',
      'NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN',
      'NX_SELF_HOSTED_REMOTE_CACHE_SERVER',
      'PATH',
      'PWD',
      'TMPDIR',
      'VESTIGE_PROGRESS',
    ].filter((name) => variables.includes(name)),
  );
  expect(variables).toContain('NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN');
  expect(outcomeOf(cluster)).toMatchObject({ pods: 8, disrupted: 0, failed: 0 });
});

test('a suspended Job waits until it is started', async () => {
  const { cluster, shared } = await clusterOf();
  cluster.create(manifest('touch "$1/$HOSTNAME"'));
  await cluster.controller.idle();
  expect(ran(shared)).toHaveLength(1);
  const [, second] = outcomeOf(cluster).jobs;
  expect(second!.state).toBe('suspended');
  cluster.patchJob(second!.name, { spec: { suspend: false } });
  await cluster.controller.idle();
  expect(ran(shared)).toHaveLength(4);
});

test('a task that fails is tried again, as often as it may', async () => {
  const { cluster, shared } = await clusterOf();
  const script =
    'n=$(cat "$1/$JOB_COMPLETION_INDEX" 2>/dev/null || echo 0); echo $((n + 1)) > "$1/$JOB_COMPLETION_INDEX"; test $n -eq "$JOB_COMPLETION_INDEX"';
  const objects = manifest(script, { retries: 1 });
  cluster.create(
    allAtOnce(objects.filter(({ kind, metadata }) => kind !== 'Job' || metadata.name.endsWith('1-train'))),
  );
  await cluster.controller.idle();
  expect([0, 1, 2].map((index) => readFileSync(join(shared, String(index)), 'utf8').trim())).toEqual([
    '1',
    '2',
    '2',
  ]);
  const [job] = cluster.list(['jobs'], {}) as { status: object }[];
  expect(job!.status).toMatchObject({
    completedIndexes: '0,1',
    failedIndexes: '2',
    conditions: [{ type: 'Failed', reason: 'FailedIndexes' }],
  });
});

test.each([65, 137])('a task that ends with %i fails at once, and the others go on', async (code) => {
  const { cluster } = await clusterOf();
  const objects = manifest(`test "$JOB_COMPLETION_INDEX" -ne 1 || exit ${code}`);
  cluster.create(
    allAtOnce(objects.filter(({ kind, metadata }) => kind !== 'Job' || metadata.name.endsWith('1-train'))),
  );
  await cluster.controller.idle();
  expect(cluster.pods).toHaveLength(3);
  expect((cluster.list(['jobs'], {}) as { status: object }[])[0]!.status).toMatchObject({
    completedIndexes: '0,2',
    failedIndexes: '1',
  });
});

test('pods that are taken away cost no try, and nothing of them goes on', async () => {
  const { cluster, shared } = await clusterOf({ preemption: { seed: 1, mean: 150, most: 12 } });
  const script = '(sleep 0.6; touch "$1/child.$HOSTNAME") & sleep 0.2; touch "$1/$JOB_COMPLETION_INDEX.done"';
  const objects = manifest(script, { retries: 0 });
  cluster.create(
    allAtOnce(objects.filter(({ kind, metadata }) => kind !== 'Job' || metadata.name.endsWith('1-train'))),
  );
  await cluster.controller.idle();
  const { disrupted, failed, jobs, pods } = outcomeOf(cluster);
  expect(disrupted).toBeGreaterThan(3);
  expect([failed, pods, jobs[0]!.state]).toEqual([0, 3 + disrupted, 'complete']);
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect(ran(shared)).toEqual(['0.done', '1.done', '2.done']);
});

test('an account may do to Jobs what its Role says', async () => {
  const { cluster, image } = await clusterOf();
  writeFileSync(
    join(image, 'ask.mjs'),
    `
    const { readFileSync } = await import('node:fs');
    const [, , folder, api, out, ...names] = process.argv;
    const headers = { authorization: 'Bearer ' + readFileSync(folder + '/token'), 'content-type': 'application/merge-patch+json' };
    const namespace = readFileSync(folder + '/namespace', 'utf8');
    const ask = async (method, name, body) => (await fetch(api + '/apis/batch/v1/namespaces/' + namespace + '/jobs/' + name, { method, headers, body })).status;
    const body = '{"spec":{"suspend":false}}';
    const told = [await ask('GET', names[0]), await ask('PATCH', names[1], body), await ask('GET', 'other'), await ask('DELETE', names[0]),
      (await fetch(api + '/apis/batch/v1/namespaces/lab/jobs/' + names[0], { headers: { authorization: 'Bearer made-up' } })).status];
    console.log(JSON.stringify(told));`,
  );
  const objects = manifest('exit 0', { conductor: true });
  const names = objects.filter(({ kind }) => kind === 'Job').map(({ metadata }) => metadata.name);
  for (const { metadata, spec } of objects as {
    metadata: { name: string };
    spec?: { template: { spec: { containers: { command: string[] }[] } } };
  }[]) {
    if (spec && metadata.name.endsWith('conductor'))
      spec.template.spec.containers[0]!.command = [
        'node',
        '/vestige/ask.mjs',
        '/account',
        'https://kubernetes.default.svc',
        'x',
        ...names,
      ];
  }
  cluster.create(objects);
  await cluster.controller.idle();
  const pod = cluster.pods.find(({ name }) => name.includes('conductor'))!;
  expect(JSON.parse(readFileSync(cluster.controller.logOf(pod.name), 'utf8'))).toEqual([
    200, 200, 403, 404, 401,
  ]);
  expect(outcomeOf(cluster).jobs[1]!.state).toBe('complete');
});

test('a field that is not honoured here is refused', async () => {
  const { cluster } = await clusterOf();
  const [job] = manifest('exit 0').filter(({ kind }) => kind === 'Job') as (KubernetesObject & {
    spec: object;
  })[];
  expect(() => cluster.create([{ ...job!, spec: { ...job!.spec, successPolicy: {} } }])).toThrow(
    'successPolicy',
  );
});

test('a pod that has no Secret to read does not start', async () => {
  const { cluster, shared } = await clusterOf({ secrets: {} });
  expect(() => cluster.create(manifest('touch "$1/ran"'))).toThrow('there is no Secret vestige-cache');
  expect(existsSync(join(shared, 'ran'))).toBe(false);
});
