import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { entryOf } from '../testing/entries.ts';
import { inspectEntry } from './inspect.ts';
import { endingOf, type Packed, packed } from './pack.ts';

const ENDING = endingOf('told\n', 0);

const inspect = (entry: Buffer) => inspectEntry(Readable.from([entry]));
const inspectParts = async (...parts: Packed[]) => inspect(await packed([...parts, ...ENDING]));
const [output, code] = ENDING;

test('an entry as Nx packs it passes', async () => {
  await inspect(
    await entryOf({ 'apps/a/results/manifest.json': '{}', 'apps/a/results/b.arrow': Buffer.alloc(5000) }),
  );
  await inspectParts(
    { name: './', type: 'directory', mode: 0o755 },
    { name: 'apps/', type: 'directory', mode: 0o755 },
  );
  await inspectParts({ name: `apps/${'long/'.repeat(60)}file`, content: 'x', mode: 0o644 });
});

describe.each<[string, Packed, RegExp]>([
  ['a step up', { name: '../escape' }, /none inside the workspace, "..\/escape"/],
  ['a step up within', { name: 'apps/../../escape' }, /none inside the workspace/],
  ['an absolute path', { name: '/etc/passwd' }, /none inside the workspace/],
  ['a path of Windows', { name: 'C:/windows' }, /none inside the workspace/],
  ['a backslash', { name: 'apps\\..\\escape' }, /not every system takes/],
  ['a control character', { name: 'apps/a\nb' }, /not every system takes/],
  ['a long name', { name: `apps/${'x'.repeat(256)}` }, /not every system takes/],
  ['a link', { name: 'apps/link', type: 'symlink', linkname: '/etc' }, /holds a symlink, "apps\/link"/],
  ['a hard link', { name: 'apps/link', type: 'link', linkname: 'apps/a' }, /holds a link/],
  ['a device', { name: 'apps/null', type: 'character-device' }, /holds a character-device/],
  ['a folder nobody may enter', { name: 'apps/', type: 'directory', mode: 0o100 }, /may not read/],
  ['a second exit code', { name: 'code', content: Buffer.alloc(4) }, /holds "code" twice/],
])('%s', (_, part, reason) => {
  test('is refused', async () => {
    await expect(inspectParts({ mode: 0o755, ...part })).rejects.toThrow(reason);
  });
});

test('a file that is a folder too is refused, in either order', async () => {
  const file = { name: 'a', content: 'x', mode: 0o644 };
  const below = { name: 'a/b', content: 'x', mode: 0o644 };
  await expect(inspectParts(file, below)).rejects.toThrow('holds "a/b" below a file');
  await expect(inspectParts(below, file)).rejects.toThrow('holds "a" as a file and as a folder');
});

test.each([
  ['a failure', [output!, { name: 'code', content: Buffer.from([0, 0, 0, 3]) }], /failed with exit code 3/],
  ['no exit code', [output!], /holds no exit code/],
  ['half an exit code', [output!, { name: 'code', content: Buffer.alloc(3) }], /holds no exit code/],
  [
    'an output that is no text',
    [{ name: 'terminalOutput', content: Buffer.from([255]) }, code!],
    /that is no text/,
  ],
])('%s is refused', async (_, parts, reason) => {
  await expect(inspect(await packed(parts))).rejects.toThrow(reason);
});

test('what is no gzip, no tar, cut or has a bit flipped is refused', async () => {
  const entry = await entryOf({ 'apps/a': Buffer.alloc(10_000, 'some words ') });
  const flipped = Buffer.from(entry);
  flipped[entry.length >> 1]! ^= 1;
  const damaged = [
    Buffer.alloc(0),
    Buffer.from('<html>'),
    gzipSync('no tar'),
    entry.subarray(0, -9),
    flipped,
  ];
  for (const one of damaged)
    await expect(inspect(one)).rejects.toThrow(/cannot be unpacked|holds no exit code/);
});
