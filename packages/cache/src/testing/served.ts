import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CacheServer, startServer } from '../server/startServer.ts';
import { FolderStore } from '../store/folderStore.ts';
import { keyringOf } from '../tokens/keyring.ts';
import { newToken } from '../tokens/tokenFile.ts';

const { secret: writing, token: writer } = newToken('alice', 'read-write');
const { secret: reading, token: reader } = newToken('pull-requests', 'read-only');

/** Authorization of a token that may write, and of one that may read. */
export const WRITING = { authorization: `Bearer ${writing}` };
export const READING = { authorization: `Bearer ${reading}` };
/** The tokens themselves. */
export const WRITING_SECRET = writing;
export const READING_SECRET = reading;

/** A server in this process, with a folder of its own unless one is given. */
export interface Served extends CacheServer {
  readonly folder: string;
  /** What it said. */
  readonly log: string[];
  at(hash: string): string;
  put(hash: string, body: string | Buffer<ArrayBuffer>, headers?: Record<string, string>): Promise<Response>;
  get(hash: string, headers?: Record<string, string>): Promise<Response>;
}

/** How a server of a test differs from one without limits. */
export interface ServedOptions {
  readonly folder?: string;
  readonly largest?: number;
  readonly space?: number | null;
}

/** Starts a server for one test. */
export async function served(
  onTestFinished: (end: () => Promise<void>) => void,
  { folder: given, largest = 2 ** 40, space = null }: ServedOptions = {},
): Promise<Served> {
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'vestige-cache-test-')));
  if (given === undefined) onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const log: string[] = [];
  const store = await FolderStore.open(folder, { largest, space }, (hash, about, where, reason) =>
    log.push(`damaged: ${hash} by ${about?.writer}: ${reason}; ${where}`),
  );
  const keyring = keyringOf([writer, reader]);
  const server = await startServer(
    { store, keyring, largest, log: (line) => log.push(line) },
    { host: '127.0.0.1', port: 0 },
  );
  onTestFinished(() => server.close());
  const at = (hash: string) => `${server.url}/v1/cache/${hash}`;
  return {
    ...server,
    folder,
    log,
    at,
    put: (hash, body, headers = WRITING) => fetch(at(hash), { method: 'PUT', body, headers }),
    get: (hash, headers = READING) => fetch(at(hash), { headers }),
  };
}
