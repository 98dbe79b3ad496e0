import type { IncomingMessage } from 'node:http';

/** Bytes that a request to the model may have. */
export const LARGEST_BODY = 1_000_000;

/** The body of a request; undefined if it is larger than {@link LARGEST_BODY}, of which no more is then read. */
export async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) return undefined;
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > LARGEST_BODY) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}
