import { afterEach, expect, test, vi } from 'vitest';
import { expectNoneOfKubernetes, kubernetesOf } from './typed.ts';

afterEach(() => void vi.unstubAllEnvs());

type Typed = Parameters<typeof kubernetesOf>[0];

function typed(words: Partial<Typed>): Typed {
  return {
    ...{ image: 'registry.example/vestige', namespace: undefined, 'cache-server': undefined },
    ...{ 'cache-secret': 'cache', volume: undefined, pods: undefined, retries: undefined, conductor: true },
    ...{
      partition: undefined,
      account: undefined,
      time: undefined,
      sbatch: undefined,
      'cache-dir': undefined,
    },
    ...words,
  };
}

test('what is not typed: the server of this machine, two retries, all pods at once', () => {
  vi.stubEnv('NX_SELF_HOSTED_REMOTE_CACHE_SERVER', 'https://cache.example');
  expect(kubernetesOf(typed({}))).toEqual({
    ...{ image: 'registry.example/vestige', namespace: null, cacheServer: 'https://cache.example' },
    ...{ secret: 'cache', volume: null, parallelism: null, retries: 2, conductor: true },
  });
  expect(kubernetesOf(typed({ 'cache-server': 'http://cache:4300', pods: 3, retries: 0 }))).toMatchObject({
    ...{ cacheServer: 'http://cache:4300', parallelism: 3, retries: 0 },
  });
});

test.each<[Partial<Typed>, string]>([
  [{ image: undefined }, '--to kubernetes expects --image; see `vestige submit --help`'],
  [{ 'cache-secret': undefined }, '--to kubernetes expects --cache-secret; see `vestige submit --help`'],
  [{ image: 'vestige latest' }, '--image "vestige latest": expected the name of an image'],
  [{ image: '' }, '--image "": expected the name of an image'],
  [{ 'cache-secret': 'My_Secret' }, '--cache-secret "My_Secret": expected a name as Kubernetes takes it'],
  [{ namespace: '' }, '--namespace "": expected a name as Kubernetes takes it'],
  [{ volume: 'claim-' }, '--volume "claim-": expected a name as Kubernetes takes it'],
  [{ partition: 'gpu' }, '--partition is for --to slurm; Kubernetes has none'],
  [{ 'cache-server': 'cache' }, '--cache-server "cache": expected the URL of a server of results'],
  [{}, '--cache-server "": expected the URL of a server of results'],
])('%j is refused', (words, message) => {
  vi.stubEnv('NX_SELF_HOSTED_REMOTE_CACHE_SERVER', '');
  const server =
    'cache-server' in words || Object.keys(words).length === 0 ? {} : { 'cache-server': 'http://c' };
  expect(() => kubernetesOf(typed({ ...server, ...words }))).toThrow(message);
});

test('what is of Kubernetes is refused where Slurm is meant', () => {
  const none = typed({ image: undefined, 'cache-secret': undefined });
  expect(() => expectNoneOfKubernetes(none)).not.toThrow();
  expect(() => expectNoneOfKubernetes({ ...none, pods: 3 })).toThrow(
    '--pods is for --to kubernetes; Slurm has none',
  );
  expect(() => expectNoneOfKubernetes({ ...none, conductor: false })).toThrow('--no-conductor is for --to');
});
