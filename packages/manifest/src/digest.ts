import { createHash, hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

/** Bytes read at once. */
const CHUNK = 1 << 20;

/** SHA-256 of some bytes, hexadecimal. */
export function digestOf(bytes: Uint8Array | string): string {
  return hash('sha256', bytes);
}

/** {@link digestOf} a file of any size. */
export function digestOfFile(path: string): string {
  const sum = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK);
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const read = readSync(file, chunk);
      if (read === 0) return sum.digest('hex');
      sum.update(chunk.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
}
