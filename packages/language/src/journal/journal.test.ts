import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { randomStream } from '@vestige/random';
import { afterAll, expect, test } from 'vitest';
import { JournalError, openJournal } from './journal.ts';

const folder = mkdtempSync(join(tmpdir(), 'vestige-journal-'));
afterAll(() => rmSync(folder, { recursive: true }));

const keyOf = (n: number) => Buffer.alloc(32, n);

test('what is stored is found, by this process and the next; the first answer stays', () => {
  const path = join(folder, 'kept.sqlite');
  {
    using journal = openJournal(path);
    expect(journal.find(keyOf(1))).toBeUndefined();
    expect(journal.store(keyOf(1), 'ä\u0000b')).toBe('ä\u0000b');
    expect(journal.store(keyOf(1), 'other')).toBe('ä\u0000b');
  }
  using again = openJournal(path);
  expect(again.find(keyOf(1))).toBe('ä\u0000b');
  expect(again.find(keyOf(2))).toBeUndefined();
});

test('two processes may use one at once', () => {
  const path = join(folder, 'shared.sqlite');
  using one = openJournal(path);
  using other = openJournal(path);
  for (let i = 0; i < 20; i++) (i % 2 ? one : other).store(keyOf(i), `${i}`);
  expect(one.find(keyOf(4))).toBe('4');
  expect(other.find(keyOf(5))).toBe('5');
  expect(one.store(keyOf(4), 'later')).toBe('4');
});

test('what is no journal, and what is damaged, is told in a line', () => {
  const damaged = (name: string, make: (path: string) => void) => {
    const path = join(folder, name);
    make(path);
    try {
      using journal = openJournal(path);
      for (let i = 0; i < 200; i++) journal.find(keyOf(i));
    } catch (error) {
      expect(error).toBeInstanceOf(JournalError);
      return (error as Error).message.replace(path, 'FILE');
    }
    return null;
  };
  const filled = (path: string) => {
    using journal = openJournal(path);
    for (let i = 0; i < 200; i++) journal.store(keyOf(i), `answer ${'x'.repeat(100)}`);
  };
  expect(damaged('text', (path) => writeFileSync(path, 'a text that is long enough to be no database'))).toBe(
    'FILE: no journal; expected an SQLite file that Vestige began, or none',
  );
  expect(
    damaged('other', (path) => {
      const database = new DatabaseSync(path);
      database.exec('CREATE TABLE x (y)');
      database.close();
    }),
  ).toBe('FILE: an SQLite file, and no journal');
  expect(
    damaged('cut', (path) => {
      filled(path);
      writeFileSync(path, readFileSync(path).subarray(0, 9000));
    }),
  ).toMatch(/^FILE: the journal is damaged/);
  expect(
    damaged('changed', (path) => {
      filled(path);
      const bytes = readFileSync(path);
      bytes[bytes.lastIndexOf('answer')] = 'A'.charCodeAt(0);
      writeFileSync(path, bytes);
    }),
  ).toBe('FILE: an entry is not what was written; the journal is damaged');
  expect(damaged('none/there', () => {})).toMatch(/^FILE: the journal cannot be used \(unable to open/);
});

test('killed at any moment, it has lost no answer that it stored', async () => {
  const path = join(folder, 'killed.sqlite');
  const script = `
    import { openJournal } from ${JSON.stringify(join(import.meta.dirname, 'journal.ts'))};
    const journal = openJournal(${JSON.stringify(path)});
    for (let i = Number(process.argv[1]); ; i++) {
      const key = Buffer.alloc(32); key.writeUInt32LE(i);
      journal.store(key, 'answer ' + i);
      process.stdout.write(i + '\\n');
    }`;
  const luck = randomStream(0, 'kills');
  let next = 0;
  for (let run = 0; run < 6; run++) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, `${next}`]);
    let told = '';
    child.stdout.on('data', (data) => {
      told += data;
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await new Promise((resolve) => setTimeout(resolve, luck.integer(60)));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    next = Number(told.trim().split('\n').at(-1)) + 1;
    using journal = openJournal(path);
    for (let i = 0; i < next; i++) {
      const key = Buffer.alloc(32);
      key.writeUInt32LE(i);
      expect(journal.find(key)).toBe(`answer ${i}`);
    }
  }
  expect(next).toBeGreaterThan(6);
});
