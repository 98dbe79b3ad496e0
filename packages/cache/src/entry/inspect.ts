import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { EntryError, partsOf } from './parts.ts';

/** Bytes of what a task printed. */
const LARGEST_OUTPUT = 2 ** 28;

/**
 * Reads an entry as Nx will, and refuses what Nx would stop at, what would lead out of the workspace, and what a task left
 * that failed.
 *
 * @throws {EntryError} what is wrong with it
 */
export async function inspectEntry(body: Readable): Promise<void> {
  let code: Buffer | undefined;
  for await (const { path, isFile, size, content } of partsOf(body)) {
    if (path === 'code') code = await whole(content);
    else if (path === 'terminalOutput') {
      if (!isFile || size > LARGEST_OUTPUT) throw new EntryError('holds no terminalOutput as Nx writes it');
      if (!isUtf8(await whole(content))) throw new EntryError('holds a terminalOutput that is no text');
    } else for await (const _ of content);
  }
  if (code?.length !== 4) throw new EntryError('holds no exit code');
  const failed = code.readUInt32BE();
  if (failed !== 0) throw new EntryError(`is of a task that failed with exit code ${failed}`);
}

async function whole(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}
