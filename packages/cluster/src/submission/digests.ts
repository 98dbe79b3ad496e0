import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** SHA-256 of each file, from a root. */
export function digestsOf(root: string, files: readonly string[]): Record<string, string> {
  return Object.fromEntries(files.map((file) => [file, digestOf(join(root, file))]));
}

/** Files that are no longer there, or not as their digests say. */
export function changedFiles(root: string, digests: Readonly<Record<string, string>>): string[] {
  return Object.entries(digests)
    .filter(([file, digest]) => {
      const path = join(root, file);
      return !statSync(path, { throwIfNoEntry: false })?.isFile() || digestOf(path) !== digest;
    })
    .map(([file]) => file);
}

/** A digest of them all. */
export function digestOfAll(digests: Readonly<Record<string, string>>): string {
  return createHash('sha256')
    .update(JSON.stringify(Object.entries(digests).sort()))
    .digest('hex');
}

function digestOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
