/**
 * Whether an audit finds every entry of a shared cache that was poisoned, and no other: a tiny experiment of many runs, some
 * of whose entries get other bytes. Ends with an error if not.
 *
 *   node tools/pipeline/src/testing/poisoned.ts [poisoned, by default 50]
 */
import { execFileSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { entriesIn, poison, served, WRITING_SECRET } from '@vestige/cache/testing';
import { SERVER_VARIABLE, TOKEN_VARIABLE } from '@vestige/cache/variables';
import { FILE } from './fixture.ts';
import { copyWorkspace } from './workspace.ts';

/** Tasks of one seed: two of each of three runs. */
const TASKS_OF_SEED = 6;

const wanted = Number(process.argv[2] ?? 50);
const { presets: _, ...tiny } = FILE;
const seeds = Array.from({ length: Math.ceil(wanted / TASKS_OF_SEED) + 1 }, (_, seed) => seed);

const ends: (() => Promise<void>)[] = [];
const server = await served((end) => ends.push(end));
using workspace = copyWorkspace({ [SERVER_VARIABLE]: server.url, [TOKEN_VARIABLE]: WRITING_SECRET });
execFileSync('git', ['init', '--quiet'], { cwd: workspace.root });
workspace.writeExperiment({ ...tiny, seeds } as { name: string });
await vestige('run', 'tiny');

const poisoned = new Set<string>();
for (const [hash, entry] of await entriesIn(server.folder)) {
  if (poisoned.size === wanted) break;
  const flip = (path: string, content: Buffer) => {
    if (!path.endsWith('.arrow') && !path.endsWith('.safetensors')) return content;
    const flipped = Buffer.from(content);
    flipped[flipped.length >> 1]! ^= 1;
    return flipped;
  };
  if (await poison(entry, flip, 'mallory')) poisoned.add(hash);
}
const told = await vestige('cache', 'audit', 'tiny', '--share', '1');
const found = new Set([...told.matchAll(/its entry (\d+), written by mallory/g)].map(([, hash]) => hash!));
const missed = [...poisoned].filter((hash) => !found.has(hash));
const wrongly = [...told.matchAll(/its entry (\d+), written by alice/g)].map(([, hash]) => hash!);
console.log(
  `${poisoned.size} entries poisoned: ${found.size} found, ${missed.length} missed, ${wrongly.length} others named`,
);
for (const end of ends.reverse()) await end();
if (poisoned.size !== wanted || missed.length > 0 || wrongly.length > 0) process.exitCode = 1;

async function vestige(...words: string[]): Promise<string> {
  const child = workspace.start(...words);
  const [said, complaints] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
  console.log(said, complaints);
  return said;
}
