import { hostname, userInfo } from 'node:os';
import { FolderStore, keyringOf, newToken, startServer } from '@vestige/cache';
import type { CacheAddress } from '@vestige/cluster';

/** Bytes of the largest entry. */
const LARGEST = 2 ** 40;

/** A server of a folder of results, on this machine and for it alone. */
export interface ServedCache extends CacheAddress, AsyncDisposable {}

/** Serves a folder that may lie on a disk which other servers share. */
export async function serveFolder(folder: string, log: (line: string) => void): Promise<ServedCache> {
  const store = await FolderStore.open(
    folder,
    { largest: LARGEST, space: null },
    (hash, _about, where, reason) =>
      log(`cache: the entry ${hash} is damaged (${reason}) and was moved to ${where}`),
  );
  const { secret, token } = newToken(writer(), 'read-write');
  const serving = { store, keyring: keyringOf([token]), largest: LARGEST, log };
  const server = await startServer(serving, { host: '127.0.0.1', port: 0 });
  return { url: server.url, token: secret, [Symbol.asyncDispose]: () => server.close() };
}

/** Who writes: it is told with each entry. */
function writer(): string {
  return `${userInfo().username}@${process.env.SLURMD_NODENAME ?? hostname()}`
    .replaceAll(/[^A-Za-z0-9._@-]/g, '-')
    .replace(/^[^A-Za-z0-9]/, 'x')
    .slice(0, 64);
}
