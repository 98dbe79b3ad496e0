import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';

/** Bytes of all files of an entry, unpacked. */
const LARGEST = 2 ** 36;
/** Bytes of a name between two slashes. */
const LONGEST_NAME = 255;
/** Milliseconds since 1970 of a time that every file system takes. */
const LATEST = 2 ** 42;

/** A file or folder of an entry. */
export interface Part {
  /** In the workspace; or `code` or `terminalOutput`. */
  readonly path: string;
  readonly isFile: boolean;
  /** Bytes. */
  readonly size: number;
  readonly content: AsyncIterable<Buffer>;
}

/** An entry that is not as Nx writes it. */
export class EntryError extends Error {
  override name = 'EntryError';
}

/**
 * The files and folders of an entry, a gzipped tar as Nx packs it, each to be read before the next: files and folders only,
 * by paths inside the workspace, none twice.
 *
 * @throws {EntryError} what is wrong with it
 */
export async function* partsOf(body: Readable): AsyncGenerator<Part> {
  // Nx writes `code` and `terminalOutput` with headers of the oldest format.
  const archive = extract({ allowUnknownFormat: true } as object);
  const reading = pipeline(body, createGunzip(), archive as unknown as NodeJS.WritableStream);
  reading.catch(() => {});
  const seen: Seen = { files: new Set(), folders: new Set() };
  let size = 0;
  try {
    for await (const source of archive) {
      const { header } = source;
      size += header.size;
      const wrong = size > LARGEST ? `holds over ${LARGEST} bytes` : mistakeIn(header, seen);
      if (wrong !== undefined) throw new EntryError(wrong);
      const path = withoutSlash(header.name);
      if (path === '') continue;
      const isFile = header.type === 'file';
      (isFile ? seen.files : seen.folders).add(path);
      for (const folder of foldersOf(path)) seen.folders.add(folder);
      const content = source as unknown as AsyncIterable<Buffer>;
      yield { path, isFile, size: header.size, content };
    }
    await reading;
  } catch (error) {
    throw error instanceof EntryError
      ? error
      : new EntryError(`cannot be unpacked (${(error as Error).message})`);
  } finally {
    archive.destroy();
  }
}

/** Paths that an entry held before, folders that only follow from others included. */
interface Seen {
  readonly files: Set<string>;
  readonly folders: Set<string>;
}

function mistakeIn({ name, type, mode, mtime }: Header, { files, folders }: Seen): string | undefined {
  const told = JSON.stringify(name);
  if (type !== 'file' && type !== 'directory') return `holds a ${type}, ${told}`;
  const path = withoutSlash(name);
  // Folder of all, as Nx names it.
  if (path === '' && type === 'directory' && !name.startsWith('/')) return undefined;
  const names = path.split('/');
  if (name.startsWith('/') || names.some((one) => ['', '.', '..'].includes(one)) || /^[a-z]:/i.test(name)) {
    return `holds a path that is none inside the workspace, ${told}`;
  }
  if (/[\\\p{Cc}\ufffd]/u.test(name) || names.some((one) => Buffer.byteLength(one) > LONGEST_NAME)) {
    return `holds a path that not every system takes, ${told}`;
  }
  if (files.has(path)) return `holds ${told} twice`;
  if (foldersOf(path).some((folder) => files.has(folder))) return `holds ${told} below a file`;
  if (type === 'file' && folders.has(path)) return `holds ${told} as a file and as a folder`;
  const isSpecial = SPECIAL.includes(path);
  const needed = type === 'file' ? 0o400 : 0o700;
  if (!isSpecial && (mode & needed) !== needed) return `holds ${told}, which its owner may not read`;
  if (!(mtime.getTime() >= 0 && mtime.getTime() < LATEST)) return `holds ${told} with a time that is none`;
  return undefined;
}

/** What an entry holds beside the outputs. */
const SPECIAL = ['code', 'terminalOutput'];

const withoutSlash = (name: string) => (name === './' || name === '.' ? '' : name.replace(/\/$/, ''));

const foldersOf = (path: string) => [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index));
