import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { acquireLock } from './lock.ts';

const MODULE = new URL('./lock.ts', import.meta.url).href;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'vestige-lock-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A process that runs a module in which `acquireLock` is known. */
function processOf(code: string): ChildProcess {
  const text = `import { acquireLock } from ${JSON.stringify(MODULE)};\n${code}`;
  const words = ['--input-type=module-typescript', '--eval', text];
  return spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
}

test('a lock is given up when its process ends, however it does', async () => {
  const path = join(folder(), 'stage.lock');
  const owner = processOf(`
    const lock = await acquireLock(${JSON.stringify(path)}, { onWait: () => {} });
    console.log('taken');
    setInterval(() => lock, 1000);
  `);
  await once(owner.stdout!, 'data');
  const waiting: (number | undefined)[] = [];
  const taken = acquireLock(path, { onWait: (pid) => waiting.push(pid) });
  setTimeout(() => owner.kill('SIGKILL'), 300);
  {
    using lock = await taken;
    expect(lock.waited).toBe(true);
    expect(waiting).toEqual([owner.pid]);
    expect(existsSync(path)).toBe(true);
  }
  expect(existsSync(path)).toBe(false);
});

test('one at a time: of many processes that add to a number, none loses what another added', async () => {
  const directory = folder();
  const [path, file] = [join(directory, 'stage.lock'), join(directory, 'number')];
  writeFileSync(file, '0');
  const added = processOf.bind(
    undefined,
    `
    import { readFileSync, writeFileSync } from 'node:fs';
    import { setTimeout } from 'node:timers/promises';
    for (let i = 0; i < 5; i++) {
      using lock = await acquireLock(${JSON.stringify(path)}, { onWait: () => {} });
      const number = Number(readFileSync(${JSON.stringify(file)}, 'utf8'));
      await setTimeout(3);
      writeFileSync(${JSON.stringify(file)}, String(number + 1));
    }`,
  );
  await Promise.all(Array.from({ length: 4 }, () => once(added(), 'exit')));
  expect(readFileSync(file, 'utf8')).toBe('20');
  expect(existsSync(path)).toBe(false);
}, 30_000);

test('waiting ends when it is told to', async () => {
  const path = join(folder(), 'stage.lock');
  using _ = await acquireLock(path, { onWait: () => {} });
  const controller = new AbortController();
  const onWait = () => controller.abort(new Error('enough'));
  await expect(acquireLock(path, { onWait, signal: controller.signal })).rejects.toThrow('enough');
});
