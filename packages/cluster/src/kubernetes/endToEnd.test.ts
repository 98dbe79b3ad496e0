import { appendFileSync, copyFileSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type CacheServer, FolderStore, keyringOf, newToken, startServer } from '@vestige/cache';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Clone,
  cloneOf,
  contentsOf,
  kubectlFolder,
  makeClone,
  scratchFolder,
} from './testing/clones.ts';
import { LocalCluster } from './testing/cluster/localCluster.ts';
import { outcomeOf } from './testing/cluster/outcome.ts';

const MINUTES = 60_000;
const IMAGE = 'vestige:test';
const { secret, token } = newToken('cluster', 'read-write');
const folder = scratchFolder();
const path = [kubectlFolder(folder), process.env.PATH].join(delimiter);
let server: CacheServer;
let home: Clone;
let image: Clone;

beforeAll(async () => {
  const store = await FolderStore.open(join(folder, 'cache'), { largest: 2 ** 30, space: null }, () => {});
  server = await startServer(
    { store, keyring: keyringOf([token]), largest: 2 ** 30, log: () => {} },
    { host: '127.0.0.1', port: 0 },
  );
  home = cloneOf(folder, 'home', true);
  await makeClone(home.root);
  image = cloneOf(folder, 'image', false);
}, 10 * MINUTES);

afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const runs = (clone: Clone) => contentsOf(join(clone.root, 'apps/experiments/tiny/runs'));

/** A cluster, and `vestige` in the clone that reaches it and the cache. */
async function clusterOf(name: string, preemption: { seed: number; mean: number; most: number } | null) {
  const cluster = await LocalCluster.start({
    folder: join(folder, name),
    images: { [IMAGE]: image.root },
    secrets: { cache: { token: secret } },
    ...{ slots: 2, namespace: 'lab', preemption },
  });
  const env = {
    ...{ PATH: path, LOCAL_CLUSTER: cluster.url },
    NX_SELF_HOSTED_REMOTE_CACHE_SERVER: server.url,
    NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: secret,
  };
  const vestige = (...words: string[]) => home.vestige(words, env);
  const submit = (...words: string[]) =>
    vestige(
      ...['submit', 'tiny', '--to', 'kubernetes', '--namespace', 'lab'],
      ...['--image', IMAGE, '--cache-secret', 'cache', ...words],
    );
  return { cluster, vestige, submit };
}

/** Tasks that pods made, as their logs say. */
function made(name: string): string[] {
  const logs = join(folder, name, 'logs');
  return readdirSync(logs)
    .flatMap((log) => readFileSync(join(logs, log), 'utf8').match(/^made (?!nothing).*$/gm) ?? [])
    .flatMap((line) => line.slice('made '.length).split(', '))
    .sort();
}

test(
  'pods of an image that is of another state refuse, status says why, and cancel removes what is left',
  async () => {
    const { cluster, vestige, submit } = await clusterOf('refusing', null);
    await using _ = cluster;
    const dry = await submit('--dry-run');
    expect(dry.stdout).toContain('completionMode: Indexed');
    expect(dry.stdout + dry.stderr).not.toContain(secret);
    expect(cluster.list(['jobs'], {})).toEqual([]);
    const file = 'packages/random/src/stream.ts';
    appendFileSync(join(image.root, file), '// edited\n');
    try {
      const submitted = await submit();
      expect(submitted.stderr).toMatch(/^(shared cache \S+: [^;]*\n)?$/);
      expect(submitted.stdout).toContain('Made in the cluster as ');
      await cluster.controller.idle();
    } finally {
      copyFileSync(join(home.root, file), join(image.root, file));
    }
    // The conductor, and each index once.
    expect(outcomeOf(cluster)).toMatchObject({ pods: 2 });
    const status = await vestige('status', 'tiny');
    expect(status.code).toBe(1);
    expect(status.stdout).toContain(
      `the image is of another state of the workspace: ${file}; build it anew; exit code 65`,
    );
    const cancelled = await vestige('cancel', 'tiny');
    expect(cancelled.stdout).toContain('nothing is queued');
    expect(cluster.list(['jobs', 'configmaps', 'roles', 'rolebindings', 'serviceaccounts'], {})).toEqual([]);
    expect((await vestige('status', 'tiny')).stdout).toContain(file);
  },
  10 * MINUTES,
);

test(
  'a submission makes what a run makes, and nothing twice, however often its pods are taken away',
  async () => {
    const { cluster, vestige, submit } = await clusterOf('disturbed', { seed: 1, mean: 8000, most: 4 });
    await using _ = cluster;
    expect((await submit()).stdout).toContain('waits for all of');
    expect((await submit()).stderr).toContain('is queued already');
    await cluster.controller.idle();
    const outcome = outcomeOf(cluster);
    expect(outcome.jobs.map(({ state }) => state)).toEqual(outcome.jobs.map(() => 'complete'));
    expect(outcome.failed).toBe(0);
    expect(outcome.disrupted).toBeGreaterThan(0);
    const tasks = made('disturbed');
    expect(tasks).toEqual([...new Set(tasks)]);

    const status = await vestige('status', 'tiny');
    expect(status.code).toBe(0);
    expect(status.stdout).toContain('The report is in the cache');
    expect((await vestige('run', 'tiny')).stdout).toMatch(/from the cache: \d+ of the tasks/);

    const alone = cloneOf(folder, 'alone', true);
    expect((await alone.vestige(['run', 'tiny'])).code).toBe(0);
    expect(runs(home)).toEqual(runs(alone));
  },
  25 * MINUTES,
);
