import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';

/** A file or folder to pack. */
export type Packed = Partial<Header> & { readonly name: string; readonly content?: string | Buffer };

/** An entry of parts: a gzipped tar. */
export async function packed(parts: readonly Packed[]): Promise<Buffer<ArrayBuffer>> {
  const archive = pack();
  for (const { content = '', ...header } of parts) archive.entry({ mtime: new Date(0), ...header }, content);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}

/** What a task printed and its exit code, as an entry holds them. */
export function endingOf(terminalOutput: string, code: number): readonly Packed[] {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(code);
  return [
    { name: 'terminalOutput', content: terminalOutput, mode: 0o644 },
    { name: 'code', content: bytes, mode: 0o644 },
  ];
}
