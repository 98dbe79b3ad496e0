import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { StorageFull, TooLarge } from '../store/store.ts';

/** Bytes read at a time. */
const PART = 1 << 20;

/** Size and SHA-256 (hexadecimal) of what was written or read. */
export interface Digested {
  readonly sha256: string;
  readonly size: number;
}

/**
 * Writes a stream to an open file and onto the disk; never more than a part of it is in memory. The stream is left open
 * where this throws.
 *
 * @param file empty
 * @param largest bytes
 * @throws {TooLarge} {StorageFull} what the stream fails with
 */
export async function spool(body: Readable, file: FileHandle, largest: number): Promise<Digested> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const part of body.iterator({ destroyOnReturn: false })) {
      size += part.length;
      if (size > largest) throw new TooLarge(`over ${largest} bytes`);
      hash.update(part);
      await file.writeFile(part);
    }
    await file.sync();
  } catch (error) {
    throw asFull(error);
  }
  return { sha256: hash.digest('hex'), size };
}

/** Size and SHA-256 of an open file, read from its start. */
export async function digestOf(file: FileHandle): Promise<Digested> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const part of contentOf(file)) {
    hash.update(part);
    size += part.length;
  }
  return { sha256: hash.digest('hex'), size };
}

/** What an open file holds from its start; a stream of the file would close it where it is broken off. */
export async function* contentOf(file: FileHandle): AsyncGenerator<Buffer> {
  const { size } = await file.stat();
  for (let position = 0; ; ) {
    const part = Buffer.allocUnsafe(Math.min(PART, Math.max(1, size - position)));
    const { bytesRead } = await file.read(part, 0, part.length, position);
    if (bytesRead === 0) return;
    yield part.subarray(0, bytesRead);
    position += bytesRead;
  }
}

/** An error of the file system that says that there is no room as what it is; any other as it is. */
export function asFull(error: unknown): unknown {
  const isFull = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as NodeJS.ErrnoException).code ?? '');
  return isFull ? new StorageFull('no space left', { cause: error }) : error;
}
