import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectoryOf, requireIn } from './cacheDirectory.ts';
import type { Outcome } from './runNx.ts';

/** A server of Nx's protocol. */
export interface CacheAddress {
  readonly url: string;
  readonly token: string;
}

/** As many entries are asked for, and put, at once. */
const AT_ONCE = 8;

/** Nx's own client of a remote cache: it reads its variables when it is made. */
interface RemoteCache {
  store(hash: string, cacheDirectory: string, terminalOutput: string, code: number): Promise<boolean>;
}

/**
 * Puts results that this machine's cache holds into one that machines share, where they are missing. Nx does so itself
 * only with what it has just run.
 *
 * @returns tasks whose results could not be put there, each with the reason
 */
export async function shareResults(
  root: string,
  outcomes: readonly Outcome[],
  { url, token }: CacheAddress,
): Promise<{ readonly shared: number; readonly failed: readonly string[] }> {
  const cache = cacheDirectoryOf(root);
  const headers = { authorization: `Bearer ${token}` };
  const remote = remoteCache(root, { url, token });
  const failed: string[] = [];
  let shared = 0;
  const left = outcomes.filter(({ cached, hash }) => cached && existsSync(join(cache, hash)));
  const work = async () => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) {
      const { task, hash, code } = one;
      try {
        // biome-ignore lint/style/noRestrictedGlobals: an answer without a body
        const { status } = await fetch(`${url}/v1/cache/${hash}`, { method: 'HEAD', headers });
        if (status === 200) continue;
        const said = join(cache, 'terminalOutputs', hash);
        await remote.store(hash, cache, existsSync(said) ? readFileSync(said, 'utf8') : '', code);
        shared++;
      } catch (error) {
        failed.push(`${task}: ${(error as Error).message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { shared, failed };
}

function remoteCache(root: string, { url, token }: CacheAddress): RemoteCache {
  const { env } = process;
  const before = { ...env };
  env.NX_SELF_HOSTED_REMOTE_CACHE_SERVER = url;
  env.NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN = token;
  try {
    const { HttpRemoteCache } = requireIn(root)('nx/src/native');
    return new HttpRemoteCache();
  } finally {
    for (const name of ['NX_SELF_HOSTED_REMOTE_CACHE_SERVER', 'NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN']) {
      if (before[name] === undefined) delete env[name];
      else env[name] = before[name];
    }
  }
}
