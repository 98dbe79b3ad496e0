import { relative, resolve } from 'node:path';

/** A path as a person at this folder would write it: relative within it, absolute outside. */
export function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? resolve(path) : short || '.';
}
