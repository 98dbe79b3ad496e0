import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';

/** A part of a packed entry. */
export type Packed = Partial<Header> & { readonly name: string; readonly content?: string | Buffer };

/** The parts that every entry of Nx has. */
export const ENDING: readonly Packed[] = [
  { name: 'terminalOutput', content: 'told\n', mode: 0 },
  { name: 'code', content: Buffer.alloc(4), mode: 0 },
];

/** An entry as Nx packs it, with outputs by their paths. */
export function entryOf(outputs: Readonly<Record<string, string | Buffer>>): Promise<Buffer<ArrayBuffer>> {
  const parts = Object.entries(outputs).map(([name, content]) => ({ name, content, mode: 0o644 }));
  return packed([...parts, ...ENDING]);
}

/** A gzipped tar of parts. */
export async function packed(parts: readonly Packed[]): Promise<Buffer<ArrayBuffer>> {
  const archive = pack();
  for (const { content = '', ...header } of parts) archive.entry({ mtime: new Date(0), ...header }, content);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
}
