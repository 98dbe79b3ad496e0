import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectoryOf } from '@vestige/cluster/cacheDirectory';
import { damageOf, manifestDigest } from '@vestige/manifest';
import { fromRoot, WORKSPACE } from '../workspace.ts';

/** Removes the folder of a stage, and what the cache holds for its place that is damaged, or the very same. */
export function dropStage(directory: string): void {
  const path = fromRoot(directory);
  const digest = manifestDigest(directory);
  const cache = cacheDirectoryOf(WORKSPACE);
  for (const entry of existsSync(cache) ? readdirSync(cache) : []) {
    const copy = join(cache, entry, path);
    if (!existsSync(copy)) continue;
    if (damageOf(copy).length > 0 || manifestDigest(copy) === digest) {
      // Nx takes an entry without its folder for none.
      rmSync(join(cache, entry), { recursive: true });
    }
  }
  rmSync(directory, { recursive: true, force: true });
}
