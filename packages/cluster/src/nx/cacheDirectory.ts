import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Where Nx keeps the cache of a workspace: in its folder, where a variable says, or in that of the user's clones of it. */
export function cacheDirectoryOf(root: string): string {
  return requireIn(root)('nx/src/utils/cache-directory').sharedDataDirectory(root, 'cache');
}

/** Loads what a workspace has installed. */
export function requireIn(root: string): NodeJS.Require {
  return createRequire(join(root, 'package.json'));
}
