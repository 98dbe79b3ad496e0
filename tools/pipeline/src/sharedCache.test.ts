import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { entriesIn, poison, type Served, served, WRITING_SECRET } from '@vestige/cache/testing';
import { SERVER_VARIABLE, TOKEN_VARIABLE } from '@vestige/cache/variables';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { FILE } from './testing/fixture.ts';
import { copyWorkspace, type Workspace } from './testing/workspace.ts';

// The real stages on a tiny experiment, in copies of the workspace that share a cache. The tests run in order.

vi.setConfig({ testTimeout: 300_000 });

const { presets: _, ...TINY } = { ...FILE, conditions: { biased: FILE.conditions.biased } };

const ends: (() => Promise<void>)[] = [];
let server: Served;
/** The clone whose results the cache has. */
let first: Workspace;
beforeAll(async () => {
  server = await served((end) => ends.push(end));
  first = clone();
  execFileSync('git', ['init', '--quiet'], { cwd: first.root });
});
afterAll(async () => {
  first?.[Symbol.dispose]();
  for (const end of ends.reverse()) await end();
});

function clone(): Workspace {
  const workspace = copyWorkspace({ [SERVER_VARIABLE]: server.url, [TOKEN_VARIABLE]: WRITING_SECRET });
  workspace.writeExperiment(TINY);
  return workspace;
}

async function vestige(workspace: Workspace, ...words: string[]) {
  const child = workspace.start(...words);
  const exited = once(child, 'exit');
  const [told, complaints] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
  const [code] = await exited;
  return { told, complaints, code };
}

/** Digests of what a clone made, by path. */
function figuresOf({ root }: Workspace): Map<string, string> {
  const runs = join(root, 'apps/experiments/tiny/runs');
  const files = readdirSync(runs, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && file.name !== 'run.lock')
    .map(({ parentPath, name }) => join(parentPath, name));
  const digests = files.map((file): [string, string] => [
    file.slice(runs.length),
    createHash('sha256').update(readFileSync(file)).digest('hex'),
  ]);
  return new Map(digests.sort());
}

/**
 * Gives files of some stages one more byte. The digests of their entries are right, those in their manifests are not.
 *
 * @param writer who is told to have written the entries
 * @returns how many entries have such files
 */
async function poisonWhere(isPoisoned: (path: string) => boolean, byte: number, writer?: string) {
  let poisoned = 0;
  for (const entry of (await entriesIn(server.folder)).values()) {
    const edit = (path: string, content: Buffer) =>
      isPoisoned(path) ? Buffer.concat([content, Buffer.of(byte)]) : content;
    if (await poison(entry, edit, writer)) poisoned++;
  }
  return poisoned;
}

test('what one clone made, another takes', async () => {
  const made = await vestige(first, 'run', 'tiny');
  expect(made.complaints).toBe('');
  expect(made.told).toMatch(/^shared cache http:\S+: 8 written \(\d+ kB\)$/m);
  using second = clone();
  const taken = await vestige(second, 'run', 'tiny');
  expect(taken.complaints).toBe('');
  expect(taken.told).toMatch(/^shared cache http:\S+: 8 taken \(\d+ kB\)$/m);
  expect(taken.told).toContain('from the cache: 8 of the tasks');
  expect(figuresOf(second)).toEqual(figuresOf(first));
});

test('an entry whose files are not those of its manifest is made anew, without the shared cache', async () => {
  const before = `${server.folder}-before`;
  cpSync(server.folder, before, { recursive: true });
  onTestFinished(() => {
    rmSync(server.folder, { recursive: true });
    renameSync(before, server.folder);
  });
  expect(await poisonWhere((path) => /tiny\/runs\/.*\/train\/.*\.arrow$/.test(path), 0)).toBe(1);
  using third = clone();
  const { told, complaints } = await vestige(third, 'run', 'tiny');
  expect(complaints).toBe('');
  expect(told).toContain('dropped, and made anew');
  expect(figuresOf(third)).toEqual(figuresOf(first));
});

test('an audit of a share: tasks that are run again make the very same bytes', async () => {
  const { told, complaints, code } = await vestige(first, 'cache', 'audit', 'tiny', '--share', '.2');
  expect(complaints).toBe('');
  expect(told).toContain('tiny: 8 of 8 tasks in the cache; 2 run again (seed 0)');
  expect(told).toContain('2 entries audited: all the same');
  expect(code).toBe(0);
});

test('an audit of all finds entries that others poisoned, each with who wrote it, and no other', async () => {
  const poisoned = /tiny\/runs\/(biased-s0\/train|base-s0\/ablate)\/.*\.arrow$|kernels\/build\/simd/;
  expect(await poisonWhere((path) => poisoned.test(path), 32, 'mallory')).toBe(3);
  const { told, code } = await vestige(first, 'cache', 'audit', 'tiny', '--share', '1');
  expect(told).toContain('8 entries audited: 3 wrong');
  for (const [task, path] of [
    ['kernels:build', 'packages/kernels/build/simd.wasm'],
    ['tiny-biased-s0:train', 'apps/experiments/tiny/runs/biased-s0/train/'],
    ['tiny-base-s0:ablate', 'apps/experiments/tiny/runs/base-s0/ablate/'],
  ]) {
    expect(told).toMatch(
      new RegExp(
        `^  ${task}: its entry \\d+, written by mallory at 20.*, differs from what its task makes: ${path}`,
        'm',
      ),
    );
  }
  expect(code).toBe(1);
});
