import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An empty file for writing and reading that is gone when it is closed, also by the end of the process. */
export async function unnamedFile(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'vestige-cache-'));
  try {
    return await open(join(folder, 'entry'), 'wx+');
  } finally {
    await rm(folder, { recursive: true });
  }
}
