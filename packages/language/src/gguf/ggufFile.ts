import { closeSync, openSync, readSync } from 'node:fs';

/** A GGUF file that cannot be opened. The message is one line. */
export class GgufError extends Error {
  override name = 'GgufError';
}

/** @throws {GgufError} if there is no such file, or it does not begin as GGUF does */
export function expectGguf(path: string): void {
  const head = Buffer.alloc(4);
  try {
    const file = openSync(path, 'r');
    readSync(file, head);
    closeSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new GgufError(
      `${path}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}; expected a GGUF file`,
    );
  }
  if (head.toString('latin1') !== 'GGUF') {
    throw new GgufError(
      `${path}: begins with ${JSON.stringify(head.toString('latin1'))}; expected a GGUF file`,
    );
  }
}
