import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { entriesIn, poison, type Served, served, WRITING_SECRET } from '@vestige/cache/testing';
import { SERVER_VARIABLE, TOKEN_VARIABLE } from '@vestige/cache/variables';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { FILE } from './testing/fixture.ts';
import { copyWorkspace, type Workspace } from './testing/workspace.ts';

// The real stages on a tiny experiment, whose results a shared cache has. The tests run in order.

vi.setConfig({ testTimeout: 300_000, hookTimeout: 200_000 });

const { presets: _, ...TINY } = FILE;

const ends: (() => Promise<void>)[] = [];
let server: Served;
let workspace: Workspace;
beforeAll(async () => {
  server = await served((end) => ends.push(end));
  workspace = copyWorkspace({ [SERVER_VARIABLE]: server.url, [TOKEN_VARIABLE]: WRITING_SECRET });
  execFileSync('git', ['init', '--quiet'], { cwd: workspace.root });
  workspace.writeExperiment(TINY);
  expect((await vestige('run', 'tiny')).told).toContain('10 written');
});
afterAll(async () => {
  workspace?.[Symbol.dispose]();
  for (const end of ends.reverse()) await end();
});

async function vestige(...words: string[]) {
  const child = workspace.start(...words);
  const exited = once(child, 'exit');
  const [told, complaints] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
  const [code] = await exited;
  return { told, complaints, code };
}

/** Gives the files of some stages other content. */
async function poisonWhere(isPoisoned: (path: string) => boolean, writer: string): Promise<number> {
  let poisoned = 0;
  for (const entry of (await entriesIn(server.folder)).values()) {
    const edit = (path: string, content: Buffer) =>
      isPoisoned(path) ? Buffer.concat([content, Buffer.of(32)]) : content;
    if (await poison(entry, edit, writer)) poisoned++;
  }
  return poisoned;
}

test('of a share, the tasks that are run again make the very same bytes', async () => {
  const { told, complaints, code } = await vestige('cache', 'audit', 'tiny', '--share', '.11');
  expect(complaints).toBe('');
  expect(told).toContain('tiny: 10 of 10 tasks in the cache; 2 run again (seed 0)');
  expect(told).toContain('2 entries audited: all the same');
  expect(code).toBe(0);
});

test('entries that others poisoned are found, each with who wrote it, and no other', async () => {
  const poisoned = await poisonWhere(
    (path) => /tiny\/runs\/(biased-s0\/train|base-s0\/ablate)\/.*\.arrow$|kernels\/build\/simd/.test(path),
    'mallory',
  );
  expect(poisoned).toBe(3);
  const { told, code } = await vestige('cache', 'audit', 'tiny', '--share', '1');
  expect(told).toContain('10 entries audited: 3 wrong');
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
