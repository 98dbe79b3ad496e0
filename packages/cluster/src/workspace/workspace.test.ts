import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { claimWorkspace, copyWorkspace, listFiles, removeUnused } from './index.ts';

function folder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'vestige-cluster-')));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
}

/** A clone with an npm package, one of its own, and one that npm could not hoist. */
function clone(): string {
  const root = folder();
  write(root, {
    '.gitignore': 'node_modules/\nruns/\n',
    'package.json': '{}',
    'packages/own/package.json': '{"name":"@vestige/own","type":"module","exports":"./index.js"}',
    'packages/own/index.js': 'export default "first";',
    'apps/cli/package.json': '{"name":"@vestige/cli"}',
    'node_modules/other/package.json': '{"name":"other","type":"module","exports":"./index.js"}',
    'node_modules/other/index.js': 'export default "other";',
    'node_modules/@vestige/own/package.json': '{}',
    'apps/cli/node_modules/nested/package.json': '{"name":"nested"}',
    'apps/experiments/x/runs/made': 'made',
    'deleted.txt': '',
    'ünter wegs/a file\nof two lines': 'odd',
  });
  const git = (...words: string[]) => execFileSync('git', words, { cwd: root });
  git('init', '-q');
  git('add', '.');
  rmSync(join(root, 'deleted.txt'));
  write(root, { 'packages/own/index.js': 'export default "edited";', 'new.txt': 'new' });
  return root;
}

test('the files of a clone are those that git does not ignore, as they stand', () => {
  expect(listFiles(clone())).toEqual([
    '.gitignore',
    'apps/cli/package.json',
    'new.txt',
    'package.json',
    'packages/own/index.js',
    'packages/own/package.json',
    'ünter wegs/a file\nof two lines',
  ]);
  const none = folder();
  expect(() => listFiles(none)).toThrow(`${none}: git does not list its files (`);
});

test('a copy has the edits, its own packages, and the npm packages of the clone', () => {
  const [root, to] = [clone(), folder()];
  copyWorkspace(root, listFiles(root), to);
  const script = 'console.log((await import("@vestige/own")).default, (await import("other")).default)';
  const run = () =>
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: to, encoding: 'utf8' });
  expect(run()).toBe('edited other\n');
  write(root, { 'packages/own/index.js': 'export default "later";' });
  expect(run()).toBe('edited other\n');
  expect(existsSync(join(to, 'apps/cli/node_modules/nested/package.json'))).toBe(true);
  expect(existsSync(join(to, 'apps/experiments/x/runs'))).toBe(false);
  // A copy of a copy, where there is no git.
  const second = folder();
  copyWorkspace(to, listFiles(root), second);
  expect(readFileSync(join(second, 'ünter wegs/a file\nof two lines'), 'utf8')).toBe('odd');
  // It stands when the first has gone.
  rmSync(to, { recursive: true });
  expect(readFileSync(join(second, 'node_modules/other/index.js'), 'utf8')).toBe('export default "other";');
  expect(existsSync(join(second, 'apps/cli/node_modules/nested/package.json'))).toBe(true);
});

test('jobs at the same time work in workspaces of their own; one that is free is used again', async () => {
  const [root, machine] = [clone(), folder()];
  const files = listFiles(root);
  const here = join(machine, 'snapshot');
  const first = await claimWorkspace(here, root, files);
  const second = await claimWorkspace(here, root, files);
  expect(second.root).not.toBe(first.root);
  expect([first.reused, second.reused]).toEqual([false, false]);
  write(first.root, { left: 'by the first' });
  first[Symbol.dispose]();
  using third = await claimWorkspace(here, root, files);
  expect([third.root, third.reused]).toEqual([first.root, true]);
  expect(readFileSync(join(third.root, 'left'), 'utf8')).toBe('by the first');
  second[Symbol.dispose]();
});

test('half a copy is made anew', async () => {
  const [root, machine] = [clone(), folder()];
  const here = join(machine, 'snapshot');
  const broken = listFiles(root).concat('not there');
  await expect(claimWorkspace(here, root, broken)).rejects.toThrow('not there');
  using workspace = await claimWorkspace(here, root, listFiles(root));
  expect(workspace.reused).toBe(false);
  expect(readFileSync(join(workspace.root, 'new.txt'), 'utf8')).toBe('new');
});

test('what other snapshots left unused is removed, and nothing that is in use', async () => {
  const [root, machine] = [clone(), folder()];
  const files = listFiles(root);
  const [old, young, mine] = ['old', 'young', 'mine'].map((name) => join(machine, name));
  const used = await claimWorkspace(old!, root, files);
  (await claimWorkspace(old!, root, files))[Symbol.dispose]();
  (await claimWorkspace(young!, root, files))[Symbol.dispose]();
  using _ = await claimWorkspace(mine!, root, files);
  for (const home of readdirSync(old!)) utimesSync(join(old!, home, '.copied'), 0, 0);
  await removeUnused(mine!, 3600);
  expect(readdirSync(join(old!, '1'))).toEqual([]);
  expect(existsSync(used.root)).toBe(true);
  expect(readdirSync(join(young!, '0'))).toContain('workspace');
  used[Symbol.dispose]();
});
