import { hash, randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

/** A file by its digest. */
export interface Kept {
  readonly file: string;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
}

/** Bytes of a SHA-256. */
const DIGEST = 32;

/**
 * Writes a value, whole and on the disk, or not at all. Its file begins with the SHA-256 of the rest, which is in the
 * format of the V8 serializer: numbers, strings and typed arrays come back as they were.
 */
export function writeValue(folder: string, file: string, value: unknown): Kept {
  mkdirSync(folder, { recursive: true });
  const content = serialize(value);
  const sha256 = hash('sha256', content);
  const temporary = join(folder, `${file}.partial-${randomUUID()}`);
  const handle = openSync(temporary, 'wx');
  try {
    writeAll(handle, Buffer.from(sha256, 'hex'));
    writeAll(handle, content);
    fsyncSync(handle);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, join(folder, file));
  syncFolder(folder);
  return { file, sha256 };
}

/**
 * Reads what {@link writeValue} wrote.
 *
 * @param sha256 what its digest has to be; any if absent
 * @throws if the file is missing or not what was written
 */
export function readValue<T>(folder: string, file: string, sha256?: string): T {
  const bytes = readFileSync(join(folder, file));
  const said = bytes.toString('hex', 0, DIGEST);
  const content = bytes.subarray(DIGEST);
  if (hash('sha256', content) !== said) throw new Error(`${file} is damaged`);
  if (sha256 !== undefined && said !== sha256) throw new Error(`${file} is another one`);
  return deserialize(content) as T;
}

/** Names in a folder, none if it cannot be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Removes folders in which nothing was written for a while. What cannot be removed stays. */
export function removeOlder(root: string, milliseconds: number): void {
  for (const name of namesIn(root)) {
    try {
      const path = join(root, name);
      if (Date.now() - statSync(path).mtimeMs > milliseconds) rmSync(path, { recursive: true, force: true });
    } catch {}
  }
}

function writeAll(handle: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written);
}

/** A name is on the disk when its folder is. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
