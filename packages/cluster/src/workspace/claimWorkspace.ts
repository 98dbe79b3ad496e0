import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { acquireLock } from '@vestige/manifest';
import { copyWorkspace } from './copyWorkspace.ts';

/** Written last: a workspace without it is half a copy. */
const WHOLE = '.copied';
const LOCK = '.lock';

/** A copy of a snapshot that one job at a time works in. */
export interface JobWorkspace extends Disposable {
  readonly root: string;
  /** Whether an earlier job had left it here. */
  readonly reused: boolean;
}

/**
 * Gives a job a workspace of its own on its machine: the first of those that earlier jobs of the same snapshot left and
 * that no other works in, else a new one. It is held until it is disposed of, or the process ends.
 *
 * @param folder on the machine, for the workspaces of one snapshot
 * @param snapshot a copy of the workspace by {@link copyWorkspace}
 * @param files of the snapshot
 */
export async function claimWorkspace(
  folder: string,
  snapshot: string,
  files: readonly string[],
): Promise<JobWorkspace> {
  for (let i = 0; ; i++) {
    const home = join(folder, String(i));
    const lock = await lockOnce(home);
    if (lock === undefined) continue;
    try {
      const root = join(home, 'workspace');
      const whole = join(home, WHOLE);
      const reused = existsSync(whole);
      if (!reused) {
        rmSync(root, { recursive: true, force: true });
        copyWorkspace(snapshot, files, root);
        writeFileSync(whole, '');
      }
      const now = new Date();
      utimesSync(whole, now, now);
      return { root, reused, [Symbol.dispose]: () => lock[Symbol.dispose]() };
    } catch (error) {
      lock[Symbol.dispose]();
      throw error;
    }
  }
}

/**
 * Removes workspaces of other snapshots that no job has begun to work in for a time.
 *
 * @param folder the one for this snapshot
 * @param seconds since a job began to work in it
 */
export async function removeUnused(folder: string, seconds: number): Promise<void> {
  const parent = dirname(folder);
  for (const other of readdirSync(parent).map((name) => join(parent, name))) {
    if (other === folder || !statSync(other, { throwIfNoEntry: false })?.isDirectory()) continue;
    for (const home of readdirSync(other).map((name) => join(other, name))) {
      const used = statSync(join(home, WHOLE), { throwIfNoEntry: false })?.mtimeMs;
      if (used === undefined || Date.now() - used < 1000 * seconds) continue;
      const lock = await lockOnce(home);
      if (lock === undefined) continue;
      rmSync(join(home, 'workspace'), { recursive: true, force: true });
      rmSync(join(home, WHOLE), { force: true });
      lock[Symbol.dispose]();
    }
  }
}

/** A lock if it is free at once. */
async function lockOnce(home: string) {
  const signal = AbortSignal.abort();
  try {
    return await acquireLock(join(home, LOCK), { onWait: () => {}, signal });
  } catch (error) {
    if (error === signal.reason) return undefined;
    throw error;
  }
}
