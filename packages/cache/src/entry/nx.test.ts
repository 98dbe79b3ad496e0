import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SERVER_VARIABLE } from '../variables.ts';
import { inspectEntry } from './inspect.ts';
import { endingOf, type Packed, packed } from './pack.ts';

/** What Nx itself fetches and unpacks entries with. */
interface HttpRemoteCache {
  retrieve(hash: string, cacheDirectory: string): Promise<{ code: number; outputsPath: string } | null>;
}

let entry: Buffer;
const server = createServer((_, response) => {
  // As of a server that is still busy.
  response.writeProcessing();
  response.end(entry);
});
const folder = mkdtempSync(join(tmpdir(), 'vestige-nx-'));
let cache: HttpRemoteCache;

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  process.env[SERVER_VARIABLE] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const native = createRequire(import.meta.url)('nx/src/native');
  cache = new native.HttpRemoteCache();
});
afterAll(() => {
  delete process.env[SERVER_VARIABLE];
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const name = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'code',
    'terminalOutput',
    '.',
    '..',
    '',
    'ä',
    '𝒶',
    'x'.repeat(100),
    'y'.repeat(255),
    'z'.repeat(256),
    'C:',
    '\\',
    '\n',
    ' ',
  ),
  fc.string({ unit: 'grapheme', maxLength: 5 }),
);
const part: fc.Arbitrary<Packed> = fc.record({
  name: fc
    .tuple(fc.constantFrom('', '', '', '/', './', '../'), fc.array(name, { minLength: 1, maxLength: 4 }))
    .map(([start, names]) => start + names.join('/'))
    .filter((path) => path !== ''),
  type: fc.constantFrom('file', 'file', 'file', 'directory', 'symlink', 'link', 'fifo'),
  linkname: fc.constantFrom('a', '/etc', '../..'),
  mode: fc.constantFrom(0o644, 0o755, 0o000, 0o7777, 0o200),
  mtime: fc.constantFrom(
    new Date(0),
    new Date(1e12),
    new Date(-1000),
    new Date(8e15),
    new Date('2100-01-01'),
  ),
});
const content = fc.constantFrom('', 'x', 'content\n');
const withContent = fc.tuple(part, content).map(([one, text]): Packed => {
  const { linkname, ...rest } = one;
  if (one.type === 'file') return { ...rest, content: text };
  return one.type === 'directory' || one.type === 'fifo' ? rest : { ...rest, linkname: linkname! };
});

test('what is let through, Nx unpacks, and nowhere else', async () => {
  let passed = 0;
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(withContent, { maxLength: 4 }), async (parts) => {
      const archive = await packed([...parts, ...endingOf('told\n', 0)]).catch(() => null);
      fc.pre(archive !== null);
      entry = archive!;
      const refused = await inspectEntry(Readable.from([entry])).then(
        () => false,
        () => true,
      );
      if (refused) return;
      passed++;
      const found = await cache.retrieve(String(++round), folder);
      expect(found?.code).toBe(0);
      expect(readdirSync(folder).sort()).toEqual(
        Array.from({ length: round }, (_, i) => String(i + 1)).sort(),
      );
      expect(existsSync(join(folder, String(round)))).toBe(true);
    }),
    { numRuns: 400 },
  );
  expect(passed).toBeGreaterThan(20);
});
