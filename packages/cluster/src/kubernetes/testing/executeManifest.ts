/**
 * Runs the manifest of a submission on this machine, from the file alone.
 *
 *     node executeManifest.ts FILE.yaml --image NAME=FOLDER --secret NAME=KEY=VALUE
 *       [--slots 2] [--folder FOLDER] [--preempt SECONDS --seed 0 --most 20]
 *
 * Folders are taken in the place of images: each holds a workspace with its packages. Prints how it went; exit code 1
 * if a Job failed or was never started.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { objectsOf } from '../objects.ts';
import { LocalCluster } from './cluster/localCluster.ts';
import { outcomeOf } from './cluster/outcome.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    image: { type: 'string', multiple: true, default: [] },
    secret: { type: 'string', multiple: true, default: [] },
    slots: { type: 'string', default: '2' },
    folder: { type: 'string' },
    preempt: { type: 'string' },
    seed: { type: 'string', default: '0' },
    most: { type: 'string', default: '20' },
  },
});
const [file] = positionals;
if (file === undefined) throw new Error('expected the file of a manifest');
const objects = objectsOf(readFileSync(file, 'utf8'));
const namespace = objects[0]?.metadata.namespace ?? 'default';
const secrets: Record<string, Record<string, string>> = {};
for (const one of values.secret) {
  const [name, key, ...value] = one.split('=');
  secrets[name!] = { ...secrets[name!], [key!]: value.join('=') };
}
await using cluster = await LocalCluster.start({
  namespace,
  secrets,
  folder: values.folder ?? mkdtempSync(join(tmpdir(), 'vestige-manifest-')),
  images: Object.fromEntries(values.image.map((one) => one.split('=') as [string, string])),
  slots: Number(values.slots),
  preemption:
    values.preempt === undefined
      ? null
      : { seed: Number(values.seed), mean: 1000 * Number(values.preempt), most: Number(values.most) },
});
cluster.create(objects);
await cluster.controller.idle();
const outcome = outcomeOf(cluster);
console.log(JSON.stringify(outcome, null, 2));
if (outcome.jobs.some(({ state }) => state !== 'complete')) process.exitCode = 1;
