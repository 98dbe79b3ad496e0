import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Root of the workspace. */
export const WORKSPACE = join(import.meta.dirname, '../../..');

/**
 * Milliseconds that Node takes with these words.
 *
 * @throws if it fails
 */
export function nodeTime(words: readonly string[], options: Pick<SpawnSyncOptions, 'cwd' | 'env'>): number {
  const begun = performance.now();
  const child = spawnSync(process.execPath, words, { ...options, stdio: ['ignore', 'ignore', 'inherit'] });
  const taken = performance.now() - begun;
  if (child.status !== 0) throw new Error(`node ${words.join(' ')}: exit code ${child.status}`);
  return taken;
}
