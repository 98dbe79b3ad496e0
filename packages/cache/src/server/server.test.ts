import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { READING, served, WRITING } from '../testing/served.ts';
import { sha256In } from './headers.ts';

const HASH = '16357347923366908012';

describe('an entry', () => {
  test('is served as it was written, with who wrote it and its digest', async ({ onTestFinished }) => {
    const { put, get, at } = await served(onTestFinished);
    const entry = randomBytes(300_000);
    expect((await get(HASH)).status).toBe(404);
    expect((await put(HASH, entry)).status).toBe(200);
    const response = await get(HASH);
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(entry);
    expect(response.headers.get('x-vestige-writer')).toBe('alice');
    expect(Date.parse(response.headers.get('x-vestige-written')!)).toBeGreaterThan(Date.now() - 60_000);
    const head = await fetch(at(HASH), { method: 'HEAD', headers: READING });
    expect(head.headers.get('content-length')).toBe('300000');
    expect(sha256In(head.headers.get('content-digest'))).toBe(
      createHash('sha256').update(entry).digest('hex'),
    );
    expect((await fetch(at('1'), { method: 'HEAD', headers: READING })).status).toBe(404);
  });

  test('is written once', async ({ onTestFinished }) => {
    const { put, get } = await served(onTestFinished);
    await put(HASH, 'first');
    expect((await put(HASH, 'second')).status).toBe(409);
    expect(await (await get(HASH)).text()).toBe('first');
  });

  test('is there after a restart', async ({ onTestFinished }) => {
    const first = await served(onTestFinished);
    await first.put(HASH, 'kept');
    const second = await served(onTestFinished, { folder: first.folder });
    expect(await (await second.get(HASH)).text()).toBe('kept');
  });

  test('with a flipped bit is found, told and not served, and can be written anew', async ({
    onTestFinished,
  }) => {
    const { put, get, folder, log } = await served(onTestFinished);
    const entry = randomBytes(100_000);
    await put(HASH, entry);
    const file = join(folder, 'entries', '12', HASH, 'body');
    const kept = await readFile(file);
    kept[70_000]! ^= 4;
    await writeFile(file, kept);
    expect((await get(HASH)).status).toBe(404);
    expect(log).toEqual([expect.stringContaining(`damaged: ${HASH} by alice: SHA-256 `)]);
    const [quarantined] = await readdir(join(folder, 'quarantine'));
    expect(await readFile(join(folder, 'quarantine', quarantined!, 'body'))).toEqual(kept);
    expect((await put(HASH, entry)).status).toBe(200);
    expect(Buffer.from(await (await get(HASH)).arrayBuffer())).toEqual(entry);
  });

  test('without what is known of it is not served', async ({ onTestFinished }) => {
    const { put, get, folder, log } = await served(onTestFinished);
    await put(HASH, 'entry');
    await writeFile(join(folder, 'entries', '12', HASH, 'about.json'), '{"sha256":');
    expect((await get(HASH)).status).toBe(404);
    expect(log).toEqual([expect.stringContaining('about.json cannot be read')]);
  });
});

describe('tokens', () => {
  test.each([
    ['none', {}],
    ['a wrong one', { authorization: 'Bearer wrong' }],
    ['one by another scheme', { authorization: WRITING.authorization.replace('Bearer', 'Basic') }],
  ])('%s: refused, for reading and writing', async (_, headers) => {
    const ends: (() => Promise<void>)[] = [];
    const { put, get, log, folder } = await served((end) => ends.push(end));
    expect((await put(HASH, 'entry', headers)).status).toBe(401);
    expect((await get(HASH, headers)).status).toBe(401);
    expect(log).toHaveLength(2);
    expect(await readdir(join(folder, 'entries'))).toEqual([]);
    for (const end of ends.reverse()) await end();
  });

  test('read-only: may read, and not write', async ({ onTestFinished }) => {
    const { put, get, folder } = await served(onTestFinished);
    expect((await put(HASH, randomBytes(10_000_000), READING)).status).toBe(403);
    expect(await readdir(join(folder, 'entries'))).toEqual([]);
    expect((await get(HASH)).status).toBe(404);
  });
});

test.each(['..', '.', '%2e%2e%2fescape', 'a%2Fb', 'a%00b', '-a', 'a.json', 'a'.repeat(129)])(
  'the hash %s is none',
  async (hash) => {
    const ends: (() => Promise<void>)[] = [];
    const { put, folder } = await served((end) => ends.push(end));
    expect([400, 404]).toContain((await put(hash, 'entry')).status);
    expect(await readdir(join(folder, 'entries'))).toEqual([]);
    for (const end of ends.reverse()) await end();
  },
);

describe('limits', () => {
  test('an entry over the largest is refused', async ({ onTestFinished }) => {
    const { put, log } = await served(onTestFinished, { largest: 1000 });
    expect((await put('1', 'x'.repeat(1000))).status).toBe(200);
    expect((await put('2', 'x'.repeat(1001))).status).toBe(413);
    expect(log).toEqual(['alice: entry 2 of 1001 bytes is over the limit of 1000']);
  });

  test('an entry of unknown length is refused', async ({ onTestFinished }) => {
    const { url } = await served(onTestFinished);
    const asked = request(`${url}/v1/cache/1`, { method: 'PUT', headers: WRITING });
    asked.write('one');
    asked.end('two');
    const [{ statusCode }] = await once(asked, 'response');
    expect(statusCode).toBe(411);
  });

  test('what was read longest ago makes room', async ({ onTestFinished }) => {
    const { put, get, folder } = await served(onTestFinished, { space: 10_000 });
    for (const name of ['1', '2', '3']) expect((await put(name, 'x'.repeat(3000))).status).toBe(200);
    for (const [age, name] of ['1', '2', '3'].entries()) {
      const used = Date.now() / 1000 - 100 + age;
      await utimes(join(folder, 'entries', name, name, 'body'), used, used);
    }
    await (await get('1')).text();
    expect((await put('4', 'x'.repeat(3000))).status).toBe(200);
    const kept = await Promise.all(['1', '2', '3', '4'].map(async (name) => (await get(name)).status));
    expect(kept).toEqual([200, 404, 200, 200]);
    expect((await put('5', 'x'.repeat(10_001))).status).toBe(507);
    expect(await readdir(join(folder, 'temporary'))).toEqual([]);
  });

  test('a full disk is told, keeps nothing half-written, and takes what has room', async ({
    onTestFinished,
    skip,
  }) => {
    const disk = await mkdtemp(join(tmpdir(), 'vestige-cache-test-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'vestige-test', disk], { stdio: 'ignore' });
    } catch {
      skip('mounting is not allowed here');
    }
    onTestFinished(() => void execFileSync('umount', [disk]));
    const { put, get, log } = await served(onTestFinished, { folder: disk });
    const small = randomBytes(500_000);
    expect((await put('1', small)).status).toBe(200);
    expect((await put('2', randomBytes(8_000_000))).status).toBe(507);
    expect(log).toEqual([expect.stringContaining('no room for entry 2 of 8000000 bytes')]);
    expect((await get('2')).status).toBe(404);
    expect(await readdir(join(disk, 'temporary'))).toEqual([]);
    expect((await put('3', small)).status).toBe(200);
    expect(Buffer.from(await (await get('1')).arrayBuffer())).toEqual(small);
  });
});

describe('many at once', () => {
  test('of those that write one hash, over two servers, one wins whole', async ({ onTestFinished }) => {
    const first = await served(onTestFinished);
    const second = await served(onTestFinished, { folder: first.folder });
    for (let round = 0; round < 10; round++) {
      const hash = `${round}`.padStart(3, '0');
      const entries = Array.from({ length: 16 }, (_, index) => Buffer.alloc(100_000 + index, index));
      const answers = await Promise.all(
        entries.map((entry, index) => (index % 2 ? first : second).put(hash, entry)),
      );
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect(statuses.filter((status) => status === 409)).toHaveLength(15);
      const kept = Buffer.from(await (await first.get(hash)).arrayBuffer());
      expect(kept).toEqual(entries[statuses.indexOf(200)]);
    }
    expect(await readdir(join(first.folder, 'temporary'))).toEqual([]);
  });

  test('32 workers write and read their own and those of others', async ({ onTestFinished }) => {
    const { put, get, log } = await served(onTestFinished);
    const entryOf = (name: number) => Buffer.alloc(5000 + name, name);
    await Promise.all(
      Array.from({ length: 32 }, async (_, worker) => {
        for (let index = 0; index < 10; index++) {
          const name = (worker * 5 + index) % 160;
          const found = await get(`${name}`);
          if (found.status === 200) expect(Buffer.from(await found.arrayBuffer())).toEqual(entryOf(name));
          else expect([200, 409]).toContain((await put(`${name}`, entryOf(name))).status);
        }
      }),
    );
    const statuses = await Promise.all(
      Array.from({ length: 160 }, async (_, name) => (await get(`${name}`)).status),
    );
    expect(statuses.every((status) => status === 200)).toBe(true);
    expect(log).toEqual([]);
  });
});

describe('cut connections', () => {
  test('an upload that is cut leaves nothing behind', async ({ onTestFinished }) => {
    const { url, put, get, folder, log } = await served(onTestFinished);
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `PUT /v1/cache/${HASH} HTTP/1.1\r\nHost: x\r\nAuthorization: ${WRITING.authorization}\r\nContent-Length: 1000000\r\n\r\n`,
    );
    socket.write(Buffer.alloc(200_000));
    await until(async () => (await readdir(join(folder, 'temporary'))).length === 1);
    socket.destroy();
    await until(async () => (await readdir(join(folder, 'temporary'))).length === 0);
    await until(async () => log.length === 1);
    expect(log).toEqual([`alice: the connection was cut within entry ${HASH}; nothing was kept of it`]);
    expect((await get(HASH)).status).toBe(404);
    expect((await put(HASH, 'whole')).status).toBe(200);
  });

  test('a download that is cut closes its file, and the server goes on', async ({ onTestFinished }) => {
    const { put, at, get } = await served(onTestFinished);
    const entry = Buffer.alloc(20_000_000, 7);
    await put(HASH, entry);
    const openFiles = async () => (await readdir('/proc/self/fd').catch(() => [])).length;
    const before = await openFiles();
    for (let round = 0; round < 5; round++) {
      const asked = request(at(HASH), { headers: READING }).end();
      const [response] = await once(asked, 'response');
      await once(response, 'data');
      response.on('error', () => {});
      asked.destroy();
    }
    await until(async () => (await openFiles()) <= before + 2);
    expect(entry.equals(Buffer.from(await (await get(HASH)).arrayBuffer()))).toBe(true);
  });
});

test('what a killed server left behind is removed, and what is being written is not', async ({
  onTestFinished,
}) => {
  const { folder } = await served(onTestFinished);
  const { FolderStore } = await import('../store/folderStore.ts');
  const store = await FolderStore.open(folder, { largest: 1, space: null }, () => {});
  const temporary = join(folder, 'temporary');
  for (const name of ['old', 'new']) await writeFile(join(temporary, name), '');
  const old = Date.now() / 1000 - 7200;
  await utimes(join(temporary, 'old'), old, old);
  await store.sweep();
  expect(await readdir(temporary)).toEqual(['new']);
  await rm(join(temporary, 'new'));
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await holds()); waited += 10) {
    if (waited > 10_000) throw new Error('waited in vain');
    await setTimeout(10);
  }
}
