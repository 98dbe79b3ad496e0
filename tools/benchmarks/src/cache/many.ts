import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { bytesText } from '@vestige/cache/bytes';
import { type RandomStream, randomStream } from '@vestige/random';
import { ServerProcess } from './server.ts';

/** Bytes of the largest entry. */
const LARGEST = 200_000;
/** Share of writes whose connection is cut on the way. */
const CUT = 0.05;
/** Share of entries that two workers write, each its own way. */
const SHARED = 0.1;

/** What was acknowledged, by its hash: digests, of which one was kept. */
type Written = Map<string, Set<string>>;

/**
 * Workers write entries, some the same hash as another, some cut off on the way, while the server is killed and started
 * again; then all are read.
 *
 * @throws {Error} if one that was acknowledged is not there, or is another
 */
export async function many(folder: string, entries: number, workers: number, kills: number): Promise<void> {
  const server = await ServerProcess.start(folder);
  const written: Written = new Map();
  const begun = performance.now();
  let ended = false;
  const killing = (async () => {
    for (let kill = 0; kill < kills && !ended; kill++) {
      await setTimeout(1500);
      await server.end('SIGKILL');
      await server.start();
    }
  })();
  let next = 0;
  const tries = { cut: 0, again: 0, conflicts: 0, bytes: 0 };
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      const random = randomStream(0, 'cache', worker);
      while (next < entries) {
        const index = next++;
        const hash = String(random.chance(SHARED) && index > 0 ? random.integer(index) : index);
        const body = entryOf(random);
        if (random.chance(CUT)) tries.cut += await cut(server, hash, body);
        await write(server, hash, body, written, tries);
      }
    }),
  );
  ended = true;
  await killing;
  const seconds = (performance.now() - begun) / 1000;
  const read = performance.now();
  const hashes = [...written.keys()];
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (let hash = hashes.pop(); hash !== undefined; hash = hashes.pop())
        await expectKept(server, hash, written);
    }),
  );
  const reading = (performance.now() - read) / 1000;
  const left = readdirSync(join(folder, 'temporary')).length;
  console.log(
    `${written.size} entries (${bytesText(tries.bytes)}) by ${workers} workers in ${seconds.toFixed(1)} s: ${tries.conflicts} written by two, ${tries.cut} cut, ${kills} times kill -9, ${tries.again} tried again`,
  );
  console.log(
    `all there and as they were written, read in ${reading.toFixed(1)} s; server at most ${bytesText(server.resident)}; ${left} temporary folders of killed servers`,
  );
  await server.end('SIGTERM');
}

function entryOf(random: RandomStream): Buffer<ArrayBuffer> {
  return Buffer.alloc(1 + random.integer(LARGEST), String(random.uniform()));
}

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function write(
  server: ServerProcess,
  hash: string,
  body: Buffer<ArrayBuffer>,
  written: Written,
  tries: { again: number; conflicts: number; bytes: number },
): Promise<void> {
  const headers = { authorization: `Bearer ${server.token}` };
  for (;;) {
    try {
      const { status } = await fetch(`${server.url}/v1/cache/${hash}`, { method: 'PUT', body, headers });
      if (status === 409) tries.conflicts++;
      else if (status !== 200) throw new Error(`PUT ${hash}: ${status}`);
      // Where the answer of a server that was killed was lost, the entry may be there all the same.
      written.set(hash, (written.get(hash) ?? new Set()).add(digestOf(body)));
      tries.bytes += body.length;
      return;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      written.set(hash, (written.get(hash) ?? new Set()).add(digestOf(body)));
      tries.again++;
      await setTimeout(100);
    }
  }
}

/** Sends half an entry. */
async function cut({ port, token }: ServerProcess, hash: string, body: Buffer): Promise<number> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  const head = `PUT /v1/cache/${hash} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Length: ${body.length + 1}\r\n\r\n`;
  socket.write(head);
  socket.write(body);
  await setTimeout(5);
  socket.destroy();
  return 1;
}

async function expectKept(server: ServerProcess, hash: string, written: Written): Promise<void> {
  const headers = { authorization: `Bearer ${server.token}` };
  const response = await fetch(`${server.url}/v1/cache/${hash}`, { headers });
  if (response.status !== 200) throw new Error(`entry ${hash} is lost: ${response.status}`);
  const digest = digestOf(new Uint8Array(await response.arrayBuffer()));
  if (!written.get(hash)!.has(digest)) throw new Error(`entry ${hash} is another than was written`);
}
