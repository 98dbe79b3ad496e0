import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { partsOf } from '../entry/parts.ts';

/**
 * The files in which two entries of one task differ, by their paths in the workspace, sorted: content, and what one has
 * alone. What the task printed has times in it, and is left out.
 *
 * @throws {EntryError} if one cannot be read
 */
export async function differencesOf(one: Readable, other: Readable): Promise<string[]> {
  const [a, b] = [await digestsOf(one), await digestsOf(other)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path)).sort();
}

async function digestsOf(entry: Readable): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  for await (const { path, isFile, content } of partsOf(entry)) {
    const hash = createHash('sha256');
    for await (const part of content) hash.update(part);
    if (isFile && path !== 'terminalOutput') digests.set(path, hash.digest('hex'));
  }
  return digests;
}
