import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bytesText } from '../bytes.ts';
import { startServer } from '../server/startServer.ts';
import { entryOf } from '../testing/entries.ts';
import { READING_SECRET, served, WRITING_SECRET } from '../testing/served.ts';
import { FOLDER_VARIABLE, SERVER_VARIABLE, TOKEN_VARIABLE } from '../variables.ts';
import { startRelay } from './relay.ts';

/** For caches that are to be given up soon; and for those that answer, on a machine that is busy. */
const QUICK = { connect: 200, idle: 200, total: 600 };
const PATIENT = { connect: 20_000, idle: 20_000, total: 40_000 };

/** A relay and how Nx asks it. */
async function relayTo(url: string, token = 'token', patience = PATIENT) {
  return await relayOf({ [SERVER_VARIABLE]: url, [TOKEN_VARIABLE]: token }, patience);
}

async function relayOf(variables: NodeJS.ProcessEnv, patience = PATIENT) {
  const { environment, close } = await startRelay(variables, patience);
  const ask = (method: string, hash: string, body?: Buffer<ArrayBuffer>) =>
    fetch(`${environment[SERVER_VARIABLE]}/v1/cache/${hash}`, {
      method,
      headers: { authorization: `Bearer ${environment[TOKEN_VARIABLE]}` },
      ...(body && { body }),
    });
  return {
    environment,
    /** What it did, a line a place. */
    close: async (wait?: number) => (await close(wait)).join('\n'),
    get: (hash: string) => ask('GET', hash),
    put: (hash: string, entry: Buffer<ArrayBuffer>) => ask('PUT', hash, entry),
  };
}

async function listening(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const planted = (listener: RequestListener) => listening(createServer(listener));

const ENTRY = await entryOf({ 'apps/a/results/manifest.json': '{"a":1}' });

describe('to a cache that works', () => {
  test('what is written through it is there for others, and told in one line', async () => {
    const { url, get } = await served(onTestFinished);
    const first = await relayTo(url, WRITING_SECRET);
    expect((await first.get('1')).status).toBe(404);
    expect((await first.put('1', ENTRY)).status).toBe(200);
    expect((await first.put('2', ENTRY)).status).toBe(200);
    expect(await first.close()).toBe(`shared cache ${url}: 2 written (${2 * ENTRY.length} bytes)`);
    expect(Buffer.from(await (await get('1')).arrayBuffer())).toEqual(ENTRY);
    const second = await relayTo(url, READING_SECRET);
    expect(Buffer.from(await (await second.get('1')).arrayBuffer())).toEqual(ENTRY);
    expect((await second.put('3', ENTRY)).status).toBe(200);
    expect(await second.close()).toBe(
      `shared cache ${url}: 1 taken (${ENTRY.length} bytes); nothing written (the token is read-only)`,
    );
    expect((await get('3')).status).toBe(404);
    const third = await relayTo(url, WRITING_SECRET);
    await third.put('1', ENTRY);
    expect(await third.close()).toBe(`shared cache ${url}: 1 there already`);
  });

  test('an entry that takes long to verify is waited for, as long as the cache gives signs of life', async () => {
    const about = { sha256: createHash('sha256').update(ENTRY).digest('hex'), size: ENTRY.length };
    const store = {
      read: async () => {
        await setTimeout(3000);
        return { about: { ...about, writer: 'alice', written: '' }, body: Readable.from([ENTRY]) };
      },
    };
    const serving = { keyring: { find: async () => ({}) }, largest: 1, log: () => {}, stillThere: 50 };
    const server = await startServer({ ...serving, store } as never, { host: '127.0.0.1', port: 0 });
    onTestFinished(() => server.close());
    const { get, close } = await relayTo(server.url, 'token', { ...PATIENT, idle: 2000 });
    expect(Buffer.from(await (await get('1')).arrayBuffer())).toEqual(ENTRY);
    await close();
  });

  test('without the token of the relay nothing is given', async () => {
    const { url } = await served(onTestFinished);
    const { environment, close } = await relayTo(url, WRITING_SECRET);
    const response = await fetch(`${environment[SERVER_VARIABLE]}/v1/cache/1`);
    expect(response.status).toBe(401);
    expect(await close()).toBe('');
  });

  test('a token that is wrong is told at once, and the cache left alone', async () => {
    const { url, log } = await served(onTestFinished);
    const { get, put, close } = await relayTo(url, 'wrong');
    for (const hash of ['1', '2', '3']) expect((await get(hash)).status).toBe(404);
    expect((await put('1', ENTRY)).status).toBe(200);
    expect(await close()).toContain('it refuses the token (answered 401)');
    expect(log).toHaveLength(2);
  });

  test('entries too large for it are told, and it is not left alone for them', async () => {
    const { url } = await served(onTestFinished, { largest: 10 });
    const { put, close } = await relayTo(url, WRITING_SECRET);
    for (const hash of ['1', '2', '3', '4']) expect((await put(hash, ENTRY)).status).toBe(200);
    expect(await close()).toBe(`shared cache ${url}: 4 too large for it`);
  });
});

describe('to a folder', () => {
  const folder = () => {
    const path = mkdtempSync(join(tmpdir(), 'vestige-relay-'));
    onTestFinished(() => rmSync(path, { recursive: true }));
    return path;
  };

  test('what is written through it is there for the next', async () => {
    const dir = folder();
    const first = await relayOf({ [FOLDER_VARIABLE]: dir });
    expect((await first.put('1', ENTRY)).status).toBe(200);
    expect((await first.get('2')).status).toBe(404);
    expect(await first.close()).toBe(`shared cache ${dir}: 1 written (${ENTRY.length} bytes)`);
    const second = await relayOf({ [FOLDER_VARIABLE]: dir });
    expect(Buffer.from(await (await second.get('1')).arrayBuffer())).toEqual(ENTRY);
    await second.put('1', ENTRY);
    expect(await second.close()).toBe(
      `shared cache ${dir}: 1 taken (${ENTRY.length} bytes); 1 there already`,
    );
  });

  test('before a server, it is asked first, gets what only the server has, and both get what is new', async () => {
    const dir = folder();
    const { url } = await served(onTestFinished);
    const behind = await relayTo(url, WRITING_SECRET);
    await behind.put('1', ENTRY);
    await behind.close();
    const both = { [FOLDER_VARIABLE]: dir, [SERVER_VARIABLE]: url, [TOKEN_VARIABLE]: WRITING_SECRET };
    const first = await relayOf(both);
    expect(Buffer.from(await (await first.get('1')).arrayBuffer())).toEqual(ENTRY);
    await first.put('2', ENTRY);
    const size = `${ENTRY.length} bytes`;
    expect(await first.close()).toBe(
      [
        `shared cache ${dir}: 2 written (${bytesText(2 * ENTRY.length)})`,
        `shared cache ${url}: 1 taken (${size}); 1 written (${size})`,
      ].join('\n'),
    );
    const alone = await relayOf({ [FOLDER_VARIABLE]: dir });
    for (const hash of ['1', '2']) expect((await alone.get(hash)).status).toBe(200);
    await alone.close();
    const reading = await relayOf({ ...both, [TOKEN_VARIABLE]: READING_SECRET });
    await reading.put('3', ENTRY);
    expect(await reading.close()).toBe(
      [
        `shared cache ${dir}: 1 written (${size})`,
        `shared cache ${url}: nothing written (the token is read-only)`,
      ].join('\n'),
    );
  });

  test('a flipped byte is found, told with who wrote the entry, and not given to Nx', async () => {
    const dir = folder();
    const first = await relayOf({ [FOLDER_VARIABLE]: dir });
    await first.put('abc', ENTRY);
    await first.close();
    const body = join(dir, 'entries/bc/abc/body');
    const bytes = readFileSync(body);
    bytes[20]! ^= 1;
    writeFileSync(body, bytes);
    const second = await relayOf({ [FOLDER_VARIABLE]: dir });
    expect((await second.get('abc')).status).toBe(404);
    expect(await second.close()).toMatch(
      /: it had a damaged entry abc, written by \S+@\S+ at \S+ \(now in .*quarantine/,
    );
  });

  test('one that cannot be made does not fail a run', async () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    const relay = await relayOf({ [FOLDER_VARIABLE]: join(file, 'below') });
    expect((await relay.get('1')).status).toBe(404);
    expect((await relay.put('1', ENTRY)).status).toBe(200);
    expect(await relay.close()).toMatch(/: it cannot be opened \(ENOTDIR/);
  });
});

const digestOf = (text: string) => `sha-256=:${Buffer.alloc(32, text).toString('base64')}:`;

/** Answers with what is no entry, or none. */
const FAULTS: [string, RequestListener, string][] = [
  ['answers 500', (_, response) => void response.writeHead(500).end(), 'it answered 500'],
  ['answers 302', (_, response) => void response.writeHead(302, { location: '/' }).end(), 'it answered 302'],
  ['hangs', () => {}, 'it stood still for 0.2 s'],
  [
    'drips',
    (request, response) => drip(request.method === 'GET' ? response.writeHead(200) : response),
    'it took over 0.6 s',
  ],
  ['closes', ({ socket }) => void socket.destroy(), 'it cut the connection'],
  [
    'closes within an answer',
    (request, response) => {
      request.resume();
      response.writeHead(200, { 'content-length': ENTRY.length }).write(ENTRY.subarray(0, 50));
      setTimeout(20).then(() => request.socket.destroy());
    },
    'it cut the connection',
  ],
  ['sends a page', (_, response) => void response.writeHead(200).end('<html>'), 'that cannot be unpacked'],
  [
    'sends an entry under a wrong digest',
    (_, response) => void response.writeHead(200, { 'content-digest': digestOf('x') }).end(ENTRY),
    'it sent other bytes than it has a digest of',
  ],
  [
    'sends more than it says',
    ({ socket }) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nmuch more'),
    'that cannot be unpacked',
  ],
  ['speaks no HTTP', ({ socket }) => void socket.end('220 mail\r\n'), 'it failed (Parse Error'],
];

function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write('x'), 50);
  response.on('close', () => clearInterval(timer));
}

describe.each(FAULTS)('to a cache that %s', (_, listener, told) => {
  test('reading finds nothing, and after three times it is left alone', async () => {
    let asked = 0;
    const url = await planted((request, response) => {
      asked++;
      listener(request, response);
    });
    const { get, close } = await relayTo(url, 'token', QUICK);
    for (const hash of ['1', '2', '3']) expect((await get(hash)).status).toBe(404);
    const before = asked;
    expect(before).toBeGreaterThanOrEqual(3);
    for (const hash of ['4', '5']) expect((await get(hash)).status).toBe(404);
    expect(asked).toBe(before);
    const line = await close();
    expect(line).toContain(told);
    expect(line).toMatch(/; left alone after that: the run went on without it$/);
  });

  test('writing is no reason to stop', async () => {
    const url = await planted(listener);
    const { put, close } = await relayTo(url, 'token', QUICK);
    for (const hash of ['1', '2', '3', '4']) expect((await put(hash, ENTRY)).status).toBe(200);
    await close();
  });
});

test.each([
  ['nobody listens', 'http://127.0.0.1:9', 'it is not there (connection refused)'],
  ['the name is unknown', 'http://cache.invalid', 'it is not there (its name is unknown)'],
  ['it is no address', 'cache:80', 'it has no address of http or https'],
])('where %s, the run goes on', async (_, address, told) => {
  const { get, put, close } = await relayTo(address);
  for (const hash of ['1', '2', '3']) expect((await get(hash)).status).toBe(404);
  expect((await put('1', ENTRY)).status).toBe(200);
  expect(await close()).toContain(told);
});

test('where no connection is taken, it is not waited for longer than said', async () => {
  // A process that stands still, with a queue of connections that is full.
  const words =
    "require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () { console.log(this.address().port) })";
  const child = spawn(process.execPath, ['-e', words], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const port = Number(String((await once(child.stdout, 'data'))[0]));
  child.kill('SIGSTOP');
  const queued = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  onTestFinished(() => {
    for (const socket of queued) socket.destroy();
  });
  await setTimeout(100);
  const { get, close } = await relayTo(`http://127.0.0.1:${port}`, 'token', QUICK);
  expect((await get('1')).status).toBe(404);
  expect(await close()).toContain('it took no connection within 0.2 s');
});

test('a cache that hangs for who reads is not written to either', async () => {
  let asked = 0;
  const url = await planted(() => void asked++);
  const { get, put, close } = await relayTo(url, 'token', QUICK);
  await Promise.all(['1', '2', '3'].map(get));
  for (const hash of ['1', '2', '3']) expect((await put(hash, ENTRY)).status).toBe(200);
  expect(await close()).toBe(
    `shared cache ${url}: it stood still for 0.2 s (3 times); 3 not written; left alone after that: the run went on without it`,
  );
  expect(asked).toBe(3);
});

test('a cut connection is tried again', async () => {
  let asked = 0;
  const url = await planted((request, response) => {
    asked++;
    if (asked % 2) request.socket.destroy();
    else if (request.method === 'GET') response.writeHead(200).end(ENTRY);
    else
      pipeline(request, async (body) => void (await Readable.from(body).toArray())).then(() =>
        response.end(),
      );
  });
  const { get, put, close } = await relayTo(url);
  expect(Buffer.from(await (await get('1')).arrayBuffer())).toEqual(ENTRY);
  await put('2', ENTRY);
  expect(await close()).toBe(
    `shared cache ${url}: 1 taken (${ENTRY.length} bytes); 1 written (${ENTRY.length} bytes)`,
  );
});

test('entries are written while the run goes on, and at its end they are waited for', async () => {
  const answers: ServerResponse[] = [];
  const url = await planted((request, response) => {
    request.resume().on('end', () => answers.push(response));
  });
  const { put, close } = await relayTo(url);
  for (let hash = 0; hash < 6; hash++) expect((await put(`${hash}`, ENTRY)).status).toBe(200);
  const timer = setInterval(() => answers.shift()?.end(), 20);
  expect(await close()).toBe(`shared cache ${url}: 6 written (${bytesText(6 * ENTRY.length)})`);
  clearInterval(timer);
});

test('who cannot wait is told what was not written', async () => {
  const url = await planted((request) => void request.resume());
  const { put, close } = await relayTo(url);
  await put('1', ENTRY);
  expect(await close(20)).toBe(`shared cache ${url}: it was still being written to at the end`);
});
