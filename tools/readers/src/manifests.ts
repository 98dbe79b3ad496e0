/**
 * Writes manifests of made-up submissions, with all that a manifest may have:
 *
 *   node tools/readers/src/manifests.ts <folder>
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Needs, planOf } from '@vestige/cluster';
import { type KubernetesOptions, manifestOf, yamlOf } from '@vestige/cluster/kubernetes';

const [folder] = process.argv.slice(2) as [string];
const OPTIONS: KubernetesOptions = {
  ...{ image: 'registry.example/vestige:1', namespace: 'lab', volume: null },
  ...{ cacheServer: 'http://cache:4300', secret: 'vestige-cache' },
  ...{ parallelism: null, retries: 2, conductor: true },
};
const MANIFESTS: Readonly<
  Record<string, { runs: number; needs: Needs; options: Partial<KubernetesOptions> }>
> = {
  plain: { runs: 3, needs: { seconds: 60, memory: 2 ** 30, cores: 1, gpus: 0 }, options: {} },
  least: {
    runs: 1,
    needs: { seconds: null, memory: null, cores: 1, gpus: 0 },
    options: { namespace: null, conductor: false },
  },
  models: {
    runs: 12,
    needs: { seconds: 1e5, memory: 40 * 2 ** 30, cores: 8, gpus: 1 },
    options: { volume: 'progress', parallelism: 4, retries: 0 },
  },
  large: { runs: 12_000, needs: { seconds: 60, memory: 2 ** 30, cores: 1, gpus: 0 }, options: {} },
};

for (const [name, { runs, needs, options }] of Object.entries(MANIFESTS)) {
  const names = Array.from({ length: runs }, (_, i) => `${name}-sweep-${i}-s0`);
  const graph = new Map<string, string[]>([
    [`${name}-base-s0:pretrain`, []],
    ...names.map((run): [string, string[]] => [`${run}:train`, [`${name}-base-s0:pretrain`]]),
    ...names.map((run): [string, string[]] => [`${run}:ablate`, [`${run}:train`]]),
    [`${name}:report`, names.map((run) => `${run}:ablate`)],
  ]);
  const submitted = {
    ...{ project: name, id: '2026-11-29-055100' },
    files: [
      { path: `apps/experiments/${name}/experiment.json`, content: Buffer.from('{"on": "yes"}\n') },
      { path: `apps/experiments/${name}/odd.bin`, content: Buffer.from([0xff, 0xfe, 0, 1]) },
    ],
    recipe: {
      ...{ named: [`apps/experiments/${name}/experiment.json`], node: process.version },
      ...{ environment: { VESTIGE_BACKEND: 'wasm' }, keys: ['MY_SERVER'], digests: {} },
    },
  };
  const objects = manifestOf(
    planOf(graph, new Set(), () => needs),
    submitted,
    { ...OPTIONS, ...options },
  );
  writeFileSync(join(folder, `${name}.yaml`), yamlOf(objects));
}
