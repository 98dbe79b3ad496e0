import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeFiles } from './export/exportFiles.ts';
import { toldBySystem } from './systemFailure.ts';
import { folder, mounted } from './testing/cli.ts';
import { said } from './testing/inProcess.ts';

const MAIN = fileURLToPath(new URL('vestige.js', import.meta.url));
const here = folder(afterAll);
const at = (name: string) => join(here, name);
/** What is said of a command line that has to fail on the file system. */
const told = (...words: string[]) => said(...words).then(() => 'no failure', toldBySystem);
const compareTo = (page: string) => told('compare', at('metrics.json'), at('metrics.json'), '--page', page);

beforeAll(() => {
  writeFileSync(at('metrics.json'), JSON.stringify({ experiment: 'x', conditions: {} }));
  writeFileSync(at('file'), '');
  mkdirSync(at('folder.html'));
  symlinkSync('loop.html', at('loop.html'));
  symlinkSync('/dev/full', at('full.html'));
});

describe('what cannot be written is told with its place, the reason, and what to do', () => {
  test.each([
    [
      'file/page.html',
      /\/file: cannot be written: something of that name is in its place; move that, or choose/,
    ],
    ['folder.html', /folder\.html: cannot be written: it is a folder; expected a file; move that folder/],
    ['loop.html', /loop\.html: cannot be written: its symbolic links lead in a circle; mend the links$/],
    [
      `${'x'.repeat(300)}.html`,
      /x\.html: cannot be written: the name is longer than .*; choose a shorter one$/,
    ],
  ])('by compare --page %s', async (page, message) => {
    expect(await compareTo(at(page))).toMatch(message);
  });

  test.skipIf(!existsSync('/dev/full'))('on a full disk', async () => {
    expect(await compareTo(at('full.html'))).toMatch(
      /full\.html: cannot be written: the disk is full; free some space and run the same command again/,
    );
  });

  test('by new, and by export', async () => {
    expect(await told('new', 'experiment', 'mine', '--into', at('file'))).toMatch(
      /file\/mine\S*: cannot be written: \S+\/file is a file; move that file, or choose another place$/,
    );
    const exporting = async () => writeFiles(at('file'), new Map([['tables/a.csv', 'a']]));
    expect(await exporting().catch(toldBySystem)).toMatch(/file\/tables: cannot be written: /);
  });

  test('on a file system for reading', async (context) => {
    const disk = mounted('ro', context);
    expect(await told('new', 'experiment', 'mine', '--into', disk)).toMatch(
      /miniature\/mine: cannot be written: its file system is mounted for reading only; choose another place$/,
    );
  });
});

describe('a user without rights', () => {
  const root = process.getuid?.() === 0;
  const nobody = root ? { uid: 65534, gid: 65534 } : {};
  const readable = spawnSync('test', ['-r', MAIN], nobody).status === 0;

  test.skipIf(!readable).each([
    ['cannot write', ['new', 'experiment', 'mine', '--into', at('closed')], 'closed/mine', 'written'],
    ['cannot read', ['compare', at('secret.json'), at('metrics.json')], 'secret.json', 'read'],
    ['cannot look into', ['open', at('hidden')], 'hidden', 'read'],
  ])('%s', (_, words, place, verb) => {
    chmodSync(dirname(here), 0o755);
    mkdirSync(at('closed'), { recursive: true, mode: 0o555 });
    mkdirSync(at('hidden'), { recursive: true, mode: 0o311 });
    writeFileSync(at('secret.json'), '{}');
    chmodSync(at('secret.json'), 0);
    const { status, stderr } = spawnSync(process.execPath, [MAIN, ...words], { cwd: here, ...nobody });
    expect([status, stderr.toString()]).toEqual([
      1,
      `vestige: ${place}: cannot be ${verb}: this user has no right to it; change its rights or its owner, or choose another place\n`,
    ]);
  });
});

test.each([
  ['EROFS', 'mkdir'],
  ['EPERM', 'rename'],
  ['EDQUOT', 'write'],
  ['EMFILE', 'open'],
  ['ENFILE', 'open'],
  ['EIO', 'read'],
  ['ENOENT', 'scandir'],
  ['EEXIST', 'mkdir'],
])('%s is one line', (code, syscall) => {
  const line = toldBySystem({ code, syscall, path: at('runs/train.partial/rollouts.arrow') });
  expect(line).toMatch(/^\S+\/runs\/train\/rollouts\.arrow: cannot be (read|written): .+; .+$/);
});

test('an error without a path, and one that is not of the file system', () => {
  expect(toldBySystem({ code: 'ENOSPC', syscall: 'write' })).toMatch(
    /^a file cannot be written: the disk is full; /,
  );
  for (const other of [new Error('x'), { code: 'ERR_X' }, { code: 'toString', syscall: 'x' }, undefined]) {
    expect(toldBySystem(other)).toBeUndefined();
  }
});
