import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';

/** Digests of files that this process has read, by path, size and time of change. */
const known = new Map<string, Promise<string>>();

/**
 * SHA-256 of a file, hexadecimal; it is read once, as long as it stays as it is.
 *
 * @param signal ends the reading
 */
export async function fileDigest(path: string, signal?: AbortSignal): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  const key = `${resolve(path)} ${size} ${mtimeMs}`;
  const digest = known.get(key) ?? digestOf(path, signal);
  known.set(key, digest);
  return digest;
}

async function digestOf(path: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256');
  const reading = createReadStream(path, { highWaterMark: 1 << 20, ...(signal && { signal }) });
  for await (const part of reading) hash.update(part as Buffer);
  return hash.digest('hex');
}
