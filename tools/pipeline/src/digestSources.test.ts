import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

test('sources that are not there any more are digested as they were seen last', () => {
  const root = mkdtempSync(join(tmpdir(), 'vestige-sources-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const [path, seen] = [join(root, 'run'), join(root, 'kept/sources.sha256')];
  const word = Buffer.from(JSON.stringify({ path, map: {}, seen })).toString('base64url');
  const printed = () =>
    execFileSync(process.execPath, [join(import.meta.dirname, 'digestSources.ts'), word], {
      encoding: 'utf8',
    }).trim();
  const write = (score: number) =>
    writeFileSync(join(path, '1.jsonl'), `${JSON.stringify({ input: 'Q', output: 'a', score })}\n`);
  expect(printed()).toBe('none');
  mkdirSync(path);
  write(1);
  const first = printed();
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  write(0);
  const second = printed();
  expect(second).not.toBe(first);
  renameSync(path, join(root, 'elsewhere'));
  expect(printed()).toBe(second);
  mkdirSync(path);
  expect(printed()).toBe('none');
});
