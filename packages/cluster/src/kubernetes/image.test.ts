import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { changedFiles, digestsOf } from '../submission/digests.ts';
import { listFiles } from '../workspace/index.ts';
import { buildImage } from './testing/buildImage.ts';

const REPOSITORY = join(import.meta.dirname, '../../../..');
const DOCKERFILE = join(REPOSITORY, 'tools/kubernetes/Dockerfile');

test('the Dockerfile makes an image that pods of this workspace accept, and nothing in it is of the clone alone', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'vestige-image-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // In the place of npm: says what it is given, and makes a folder as npm does.
  const npm = `#!/bin/sh
echo "$@" > npm-words
find . -type f ! -path './npm-*' > npm-files
mkdir -p node_modules/.bin apps/cli/node_modules
touch node_modules/.bin/node apps/cli/node_modules/nested
`;
  writeFileSync(join(folder, 'npm'), npm, { mode: 0o755 });
  const { root, workdir, user, env } = buildImage(DOCKERFILE, REPOSITORY, folder, [folder]);
  const workspace = join(root, workdir);

  expect(readFileSync(join(workspace, 'npm-words'), 'utf8')).toMatch(/^ci /);
  const installedFrom = readFileSync(join(workspace, 'npm-files'), 'utf8').trim().split('\n');
  expect(installedFrom).toContain('./packages/cluster/package.json');
  expect(installedFrom.filter((file) => !/\/package(-lock)?\.json$/.test(file))).toEqual([]);

  const files = listFiles(REPOSITORY);
  expect(changedFiles(workspace, digestsOf(REPOSITORY, files))).toEqual([]);
  expect(readdirSync(join(workspace, 'node_modules'))).toEqual(['.bin']);
  expect(existsSync(join(workspace, 'apps/cli/node_modules/nested'))).toBe(true);
  expect(existsSync(join(workspace, '.git'))).toBe(false);
  const known = new Set([...files, 'npm-words', 'npm-files']);
  const others = readdirSync(workspace, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(workspace.length + 1))
    .filter((file) => !file.includes('node_modules/') && !known.has(file));
  expect(others).toEqual([]);

  expect(user).toMatch(/^[1-9]\d*(:\d+)?$/);
  expect(env.PATH).toBe('/vestige/node_modules/.bin:$PATH');
  expect(workdir).toBe('/vestige');
});

test('what git ignores is not in the image', () => {
  const rules = readFileSync(join(REPOSITORY, '.gitignore'), 'utf8').trim().split('\n');
  const ignored = readFileSync(`${DOCKERFILE}.dockerignore`, 'utf8').trim().split('\n');
  for (const rule of rules) {
    const plain = rule.replace(/\/$/, '');
    expect(ignored).toContain(plain.includes('/') ? plain : `**/${plain}`);
  }
});
