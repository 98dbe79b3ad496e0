import { open } from 'node:fs/promises';

/**
 * The bytes of a file, in pieces: the next is read while one is looked at, which a stream of Node waits with. Each stands in
 * memory that is used again.
 *
 * @param size bytes of a piece
 * @param to the first that is not read
 */
export async function* readAhead(
  path: string,
  size: number,
  from: number,
  to: number,
): AsyncGenerator<Buffer> {
  const handle = await open(path);
  let [piece, next] = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)];
  let position = from;
  const read = (into: Buffer) => handle.read(into, 0, Math.min(size, to - position), position);
  let reading = read(piece);
  try {
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      position += bytesRead;
      reading = read(next);
      yield piece.subarray(0, bytesRead);
      [piece, next] = [next, piece];
    }
  } finally {
    await reading.catch(() => {});
    await handle.close();
  }
}
