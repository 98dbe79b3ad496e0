import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { nextStep } from './conduct.ts';
import { createObjects, deleteObjects, jobsByKubectl, type Kubectl, listObjects, logOf } from './kubectl.ts';
import { submissionSelector } from './labels.ts';
import { manifestOf } from './manifest.ts';
import type { KubernetesObject } from './objects.ts';
import { readPod } from './podObject.ts';
import { kubectlFolder } from './testing/clones.ts';
import { LocalCluster } from './testing/cluster/localCluster.ts';
import { OPTIONS, planOfRuns, SUBMITTED } from './testing/planned.ts';

async function clusterWithKubectl(
  forbidden: readonly string[] = [],
): Promise<{ cluster: LocalCluster; kubectl: Kubectl }> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'vestige-kubectl-')));
  const cluster = await LocalCluster.start({
    folder: join(folder, 'cluster'),
    images: { [OPTIONS.image]: folder },
    secrets: { 'vestige-cache': { token: 'secret' } },
    ...{ slots: 4, preemption: null, namespace: 'lab', forbidden },
  });
  vi.stubEnv('LOCAL_CLUSTER', cluster.url);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await cluster[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });
  return { cluster, kubectl: { command: join(kubectlFolder(folder), 'kubectl'), namespace: 'lab' } };
}

/** A submission whose pods say something and end. */
function quickManifest(): KubernetesObject[] {
  const objects = structuredClone(manifestOf(planOfRuns(2), SUBMITTED, { ...OPTIONS, conductor: false }));
  for (const { spec } of objects as {
    spec?: { template: { spec: { containers: { command: string[] }[] } } };
  }[]) {
    if (spec) spec.template.spec.containers[0]!.command = ['/bin/sh', '-c', 'echo said'];
  }
  return objects;
}

test('without a conductor, whoever has kubectl starts one Job after the other', async () => {
  const { cluster, kubectl } = await clusterWithKubectl();
  await createObjects(kubectl, quickManifest());
  const selector = submissionSelector(SUBMITTED);
  const jobs = jobsByKubectl(kubectl, selector);
  const started: string[] = [];
  for (;;) {
    await cluster.controller.idle();
    const { resume, over, failed } = nextStep(await jobs.all());
    expect(failed).toEqual([]);
    if (over) break;
    for (const name of resume) await jobs.resume(name);
    started.push(...resume);
  }
  expect(started.map((name) => name.slice(-8))).toEqual(['-1-train', '2-ablate', '3-report']);
  const pods = (await listObjects(kubectl, 'pods', selector)).map(readPod);
  expect(pods).toHaveLength(6);
  expect(await logOf(kubectl, pods[0]!.metadata.name, 10)).toBe('said\n');
  expect(await deleteObjects(kubectl, 'vestige/submission=other')).toEqual([]);
  expect(await deleteObjects(kubectl, selector)).toHaveLength(9);
  expect(await jobs.all()).toEqual([]);
});

test('who may not make Roles can remove a submission without one; who may not remove Jobs is told', async () => {
  const selector = submissionSelector(SUBMITTED);
  const without = await clusterWithKubectl(['roles', 'rolebindings']);
  await createObjects(without.kubectl, quickManifest());
  expect(await deleteObjects(without.kubectl, selector)).toHaveLength(9);
  const helpless = await clusterWithKubectl(['jobs']);
  await expect(deleteObjects(helpless.kubectl, selector)).rejects.toThrow('jobs is forbidden');
});

test('what kubectl says is told in a line; that it is not there, too', async () => {
  const { kubectl } = await clusterWithKubectl();
  await expect(listObjects({ ...kubectl, namespace: 'other' }, 'jobs', 'a=b')).rejects.toThrow(
    /kubectl get: Error from server: namespaces "other" not found$/,
  );
  await expect(listObjects({ command: '/missing/kubectl', namespace: null }, 'jobs', 'a=b')).rejects.toThrow(
    '/missing/kubectl is not installed; expected kubectl, set to the cluster',
  );
});
