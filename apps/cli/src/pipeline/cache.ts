import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { damageOf, manifestDigest } from '@vestige/manifest';
import { fromRoot, WORKSPACE } from '../workspace.ts';

/** Removes the folder of a stage, and what the cache holds for its place that is damaged, or the very same. */
export function dropStage(directory: string): void {
  const path = fromRoot(directory);
  const digest = manifestDigest(directory);
  const cache = cacheDirectory();
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

/** Where Nx keeps what it restores. */
function cacheDirectory(): string {
  process.env.NX_WORKSPACE_ROOT_PATH = WORKSPACE;
  return createRequire(join(WORKSPACE, 'package.json'))('nx/src/utils/cache-directory').cacheDir;
}
