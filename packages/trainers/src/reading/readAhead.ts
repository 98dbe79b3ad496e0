import { open } from 'node:fs/promises';

/**
 * The bytes of a file, in pieces: the next is read while one is looked at, which a stream of Node waits with. Each stands in
 * memory that is used again.
 *
 * @param size bytes of a piece
 */
export async function* readAhead(path: string, size: number): AsyncGenerator<Buffer> {
  const handle = await open(path);
  let [piece, next] = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)];
  let reading = handle.read(piece);
  try {
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      reading = handle.read(next);
      yield piece.subarray(0, bytesRead);
      [piece, next] = [next, piece];
    }
  } finally {
    await reading.catch(() => {});
    await handle.close();
  }
}
