import { stat } from 'node:fs/promises';
import { fileDigest } from '@vestige/manifest/fileDigest';

/**
 * Which files have the content of an earlier one: its place by theirs. Only files of one size are read.
 *
 * @param paths of files
 */
export async function sameContent(paths: readonly string[]): Promise<Map<number, number>> {
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  const bySize = Map.groupBy(paths.keys(), (i) => sizes[i]!);
  const same = new Map<number, number>();
  for (const [size, places] of bySize) {
    if (size === 0 || places.length === 1) continue;
    const first = new Map<string, number>();
    for (const i of places) {
      const digest = await fileDigest(paths[i]!);
      const earlier = first.get(digest);
      if (earlier === undefined) first.set(digest, i);
      else same.set(i, earlier);
    }
  }
  return same;
}
