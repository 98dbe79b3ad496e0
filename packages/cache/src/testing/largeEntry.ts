import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { endingOf } from '../entry/pack.ts';

const PART = 1 << 20;

/** Writes an entry that is never whole in memory, with one file of so many random bytes. */
export async function writeLargeEntry(path: string, size: number): Promise<void> {
  const archive = pack();
  const gzip = createGzip({ level: 1 });
  const writing = pipeline(archive as unknown as NodeJS.ReadableStream, gzip, createWriteStream(path));
  const content = archive.entry({ name: 'apps/large', size, mode: 0o644 });
  for (let left = size; left > 0; left -= PART) {
    if (!content.write(randomBytes(Math.min(PART, left)))) await once(content as never, 'drain');
  }
  content.end(null);
  await once(content as never, 'close');
  for (const { content: text, ...header } of endingOf('', 0)) archive.entry(header, text!);
  archive.finalize();
  await writing;
}
