import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { startRelay } from '@vestige/cache';
import { bytesText } from '@vestige/cache/bytes';
import { writeLargeEntry } from '@vestige/cache/testing';
import { SERVER_VARIABLE, TOKEN_VARIABLE } from '@vestige/cache/variables';
import { ServerProcess } from './server.ts';

const PART = 1 << 20;

/**
 * An entry of some gigabytes, written through a relay to a server and read back through another.
 *
 * @throws {Error} if it comes back as another
 */
export async function large(folder: string, gigabytes: number): Promise<void> {
  const file = join(folder, 'entry');
  await writeLargeEntry(file, gigabytes * 1e9);
  const { size } = statSync(file);
  const server = await ServerProcess.start(join(folder, 'large'));
  const environment = { [SERVER_VARIABLE]: server.url, [TOKEN_VARIABLE]: server.token };
  const before = server.resident;
  let resident = 0;
  const timer = setInterval(() => {
    resident = Math.max(resident, process.memoryUsage.rss());
  }, 100);
  const own = process.memoryUsage.rss();
  const writing = performance.now();
  const writer = await startRelay(environment);
  await exchange(writer.environment, 'PUT', file, size);
  console.log(await writer.close());
  const wrote = (performance.now() - writing) / 1000;
  const reading = performance.now();
  const reader = await startRelay(environment);
  const found = await exchange(reader.environment, 'GET', file, size);
  const read = (performance.now() - reading) / 1000;
  console.log(await reader.close());
  clearInterval(timer);
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  if (found !== hash.digest('hex')) throw new Error('the large entry came back as another');
  console.log(
    `an entry of ${bytesText(size)}: written in ${wrote.toFixed(1)} s, read in ${read.toFixed(1)} s; server at most ${bytesText(server.resident)} (${bytesText(before)} before), process of the relay ${bytesText(resident)} (${bytesText(own)} before)`,
  );
  await server.end('SIGTERM');
}

/** Asks as Nx does; of what comes, the digest. */
async function exchange(
  environment: Readonly<Record<string, string>>,
  method: 'GET' | 'PUT',
  file: string,
  size: number,
): Promise<string> {
  const headers = {
    authorization: `Bearer ${environment[TOKEN_VARIABLE]}`,
    ...(method === 'PUT' ? { 'content-length': size } : {}),
  };
  const asked = request(`${environment[SERVER_VARIABLE]}/v1/cache/1`, { method, headers });
  const answered = new Promise<string>((resolve, reject) => {
    asked.on('error', reject);
    asked.on('response', async (response) => {
      if (response.statusCode !== 200) return reject(new Error(`${method}: ${response.statusCode}`));
      const hash = createHash('sha256');
      for await (const part of response) hash.update(part as Buffer);
      resolve(hash.digest('hex'));
    });
  });
  if (method === 'PUT') await pipeline(createReadStream(file, { highWaterMark: PART }), asked);
  else asked.end();
  return await answered;
}
