import type { ChildProcess } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { FILE } from './testing/fixture.ts';
import { copyWorkspace, type Workspace } from './testing/workspace.ts';

// The real pipeline on a tiny experiment, in a copy of the workspace: two at once, damaged caches, killed runs.

/** How often two runs are started at once; more for a thorough search. */
const TRIES = Number(process.env.VESTIGE_TRIES ?? 1);

vi.setConfig({ testTimeout: 60_000 * (1 + TRIES), hookTimeout: 180_000 });

let workspace: Workspace;
let runs: string;
/** Every file of a run that nothing disturbed, by its path below `runs`. */
let undisturbed: ReadonlyMap<string, Buffer>;

beforeAll(async () => {
  workspace = copyWorkspace();
  runs = join(workspace.root, 'apps/experiments/tiny/runs');
  workspace.writeExperiment({ ...FILE, reinforcement: { ...FILE.reinforcement, steps: 12 } } as typeof FILE);
  expect(await outcomeOf(workspace.start('run', 'tiny'))).toMatchObject({ code: 0 });
  undisturbed = filesBelow(runs);
});
afterAll(() => workspace?.[Symbol.dispose]());

beforeEach(async () => {
  if (existsSync(runs) && sameFiles(filesBelow(runs), undisturbed)) return;
  expect(await outcomeOf(workspace.start('run', 'tiny'))).toMatchObject({ code: 0 });
});

function filesBelow(folder: string): Map<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path)]));
}

function sameFiles(some: ReadonlyMap<string, Buffer>, others: ReadonlyMap<string, Buffer>): boolean {
  return some.size === others.size && [...some].every(([path, bytes]) => others.get(path)?.equals(bytes));
}

function expectUndisturbed(): void {
  const files = filesBelow(runs);
  expect([...files.keys()]).toEqual([...undisturbed.keys()]);
  for (const [path, bytes] of files) expect(bytes.equals(undisturbed.get(path)!), path).toBe(true);
}

async function outcomeOf(child: ChildProcess): Promise<{ code: number | null; told: string }> {
  let told = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (data) => {
      told += data;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, told };
}

/** Milliseconds between the starts of two runs: spread over the time that a run takes, by the golden ratio. */
const offset = (i: number) => 8000 * ((0.1 + 0.618 * i) % 1);

const WAITS = /another `vestige run` \(process \d+\) is at work in .*; waiting/;

/** Folders of the cache that would be restored as the folder of a stage. */
function cached(stage: string): string[] {
  return readdirSync(workspace.cache)
    .map((entry) => join(workspace.cache, entry, 'apps/experiments/tiny/runs', stage))
    .filter((folder) => existsSync(folder));
}

/** Processes that run in the copy of the workspace. */
function processesOf(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('experiments/tiny');
      } catch {
        return false;
      }
    });
}

test('two runs at once: the second waits, and both leave whole files and a whole cache', async () => {
  // Where the second starts late, the first may be through.
  let waited = 0;
  for (let i = 0; i < TRIES; i++) {
    rmSync(runs, { recursive: true, force: true });
    for (const stage of [
      'base-s0/pretrain',
      'biased-s0/train',
      'fair-s0/train',
      'biased-s0/ablate',
      'analyze',
    ]) {
      for (const folder of cached(stage)) rmSync(folder.split('/apps/')[0]!, { recursive: true });
    }
    const first = outcomeOf(workspace.start('run', 'tiny'));
    await setTimeout(offset(i));
    const both = await Promise.all([first, outcomeOf(workspace.start('run', 'tiny'))]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    if (both.some(({ told }) => WAITS.test(told))) waited++;
    expectUndisturbed();
    rmSync(runs, { recursive: true });
    const third = await outcomeOf(workspace.start('run', 'tiny'));
    expect(third.told).toMatch(/^from the cache: 10 of the tasks/);
    expectUndisturbed();
  }
  expect(waited).toBeGreaterThan(0);
});

test('one stage twice at once: the second waits and finds it made', async () => {
  rmSync(join(runs, 'biased-s0/train'), { recursive: true });
  const words = ['train', 'tiny', '--seed', '0', '--condition', 'biased'];
  const both = await Promise.all([1, 2].map(() => outcomeOf(workspace.start(...words))));
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(both.map(({ told }) => told).join()).toMatch(/process \d+ is making it; waiting/);
  expectUndisturbed();
});

test('a damaged entry of the cache is dropped, and its stage run again', async () => {
  const [folder, ...others] = cached('biased-s0/train');
  expect(others).toEqual([]);
  const weights = join(folder!, 'checkpoints/step-0012/model.safetensors');
  const bytes = readFileSync(weights);
  bytes[bytes.length >> 1]! ^= 4;
  writeFileSync(weights, bytes);
  rmSync(join(folder!, 'updates.arrow'));
  const { code, told } = await outcomeOf(workspace.start('run', 'tiny'));
  expect(code, told).toBe(0);
  expect(told).toMatch(
    /^apps\/experiments\/tiny\/runs\/biased-s0\/train\/\S+: .*its stage wrote.*: dropped, and made anew$/m,
  );
  expect(told).toMatch(/tiny-biased-s0: reinforcement learning: .*steps/);
  expectUndisturbed();
  expect((await outcomeOf(workspace.start('run', 'tiny'))).told).toMatch(/^from the cache: 10 of the tasks/);
});

test('an entry of the cache that another condition made is dropped', async () => {
  const [folder] = cached('biased-s0/ablate');
  rmSync(folder!, { recursive: true });
  cpSync(join(runs, 'fair-s0/ablate'), folder!, { recursive: true });
  rmSync(join(runs, 'analyze'), { recursive: true });
  const { code, told } = await outcomeOf(workspace.start('run', 'tiny'));
  expect(code, told).toBe(0);
  expect(told).toMatch(
    /biased-s0\/ablate: was made with condition\.rule "factors"; expected "nationality": dropped, and made anew$/m,
  );
  expectUndisturbed();
});

test('a run that is killed leaves nothing running, and the next one makes the same', async () => {
  const file = join(workspace.root, 'apps/experiments/tiny/experiment.json');
  const before = readFileSync(file);
  onTestFinished(() => writeFileSync(file, before));
  const endless = { steps: 100_000, minimumSteps: 100_000 };
  workspace.writeExperiment({ ...FILE, reinforcement: { ...FILE.reinforcement, ...endless } } as typeof FILE);
  const run = workspace.start('run', 'tiny');
  const ended = outcomeOf(run);
  // Folders come and go while they are read: what is gone in between is no error here.
  const isTraining = () => globSync('*/train.partial-*', { cwd: runs }).length > 0;
  while (!isTraining()) await setTimeout(50);
  run.kill('SIGKILL');
  const killed = performance.now();
  while (processesOf().length > 0) {
    expect(performance.now() - killed, 'milliseconds that stages outlive their run').toBeLessThan(20_000);
    await setTimeout(50);
  }
  await ended;
  writeFileSync(file, before);
  expect(await outcomeOf(workspace.start('run', 'tiny'))).toMatchObject({ code: 0 });
  // Nx may end a stage before it has taken its unfinished folder away.
  expect([...filesBelow(runs).keys()].filter((name) => name.includes('.partial'))).toEqual([]);
  expectUndisturbed();
});

test('a damaged index of the cache is told with what to do', async () => {
  const data = join(workspace.root, '.nx/workspace-data');
  const whole = join(workspace.root, '.nx/whole');
  cpSync(data, whole, { recursive: true });
  for (const name of readdirSync(data).filter((file) => file.endsWith('.db'))) {
    truncateSync(join(data, name), 0);
    writeFileSync(join(data, name), 'no database at all, but text of some length '.repeat(100));
  }
  const { code, told } = await outcomeOf(workspace.start('run', 'tiny'));
  rmSync(data, { recursive: true });
  cpSync(whole, data, { recursive: true });
  expect(code).toBe(1);
  expect(told).toMatch(/^vestige: .*: Nx's index of its cache is damaged; `npx nx reset` empties the cache/m);
});
