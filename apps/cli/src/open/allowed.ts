import { realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Files that may be served: what lies in a folder, links out of it and hidden files left out. */
export interface Allowed {
  /** Folder that the paths of requests are in; itself it may be a link. */
  readonly folder: string;
  /** What may be served of it, by the path below it; all without. */
  readonly pattern?: RegExp;
}

/** A file to serve: its path below a folder, both without links. */
export interface FoundFile {
  readonly folder: string;
  readonly path: string;
}

/**
 * The segments of the path in a request, decoded as the file system will see them.
 *
 * @param target of the request line
 * @returns undefined if it is no path: another form of target, broken escapes, NUL
 */
export function segmentsOf(target: string): string[] | undefined {
  const path = /^\/[^?#]*/.exec(target)?.[0];
  if (path === undefined) return undefined;
  try {
    const decoded = decodeURIComponent(path);
    return decoded.includes('\0') ? undefined : decoded.slice(1).split('/');
  } catch {
    return undefined;
  }
}

/** The regular file at a path, if it may be served where it really lies. */
export async function findAllowed(
  { folder, pattern }: Allowed,
  segments: readonly string[],
): Promise<FoundFile | undefined> {
  if (!segments.every(isPlain)) return undefined;
  try {
    const [real, file] = await Promise.all([realpath(folder), realpath(join(folder, ...segments))]);
    const path = relative(real, file).split(sep);
    if (!path.every(isPlain) || (pattern && !pattern.test(path.join('/')))) return undefined;
    return (await stat(file)).isFile() ? { folder: real, path: path.join('/') } : undefined;
  } catch {
    return undefined;
  }
}

/** Neither empty nor hidden, nor a step up; a backslash or a colon would be one more separator on Windows. */
function isPlain(segment: string): boolean {
  return segment !== '' && !segment.startsWith('.') && !/[\\:]/.test(segment);
}

/** The path of a request for segments. */
export const pathOf = (segments: readonly string[]) => `/${segments.map(encodeURIComponent).join('/')}`;
