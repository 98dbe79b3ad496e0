import { once } from 'node:events';
import { hostname } from 'node:os';
import {
  type About,
  BucketError,
  BucketStore,
  FolderStore,
  type Keyring,
  keyringOf,
  keyringOfFile,
  newToken,
  type Store,
  startServer,
  TokenError,
} from '@vestige/cache';
import { SERVER_VARIABLE, TOKEN_VARIABLE } from '@vestige/cache/variables';
import { UsageError } from '../failure.ts';
import { interruptSignal } from '../signals.ts';

/** Addresses of this machine alone. */
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];
/** Addresses that stand for all of a machine. */
const ANY = ['0.0.0.0', '::'];
/** Milliseconds between two looks for what killed servers left behind. */
const SWEEP = 3_600_000;

/** What a shared cache is and where. */
export interface CacheOptions {
  /** Folder of the entries; else a bucket. */
  readonly dir: string | undefined;
  readonly s3: string | undefined;
  readonly host: string;
  readonly port: number;
  /** File of tokens; without one a token until the server ends. */
  readonly tokens: string | undefined;
  /** Bytes of an entry. */
  readonly largest: number;
  /** Bytes of all entries. */
  readonly space: number | undefined;
}

/** Serves a shared cache until it is told to end. @throws {UsageError} if it cannot */
export async function serveCache(options: CacheOptions): Promise<void> {
  const { host, port, tokens, largest } = options;
  const log = (line: string) => console.error(`${new Date().toISOString()} ${line}`);
  const signal = interruptSignal();
  const store = await opened(options, log);
  const secret = tokens === undefined ? newToken('server', 'read-write') : undefined;
  const keyring: Keyring = secret ? keyringOf([secret.token]) : await keyringOfTyped(tokens!, log);
  await store.sweep();
  const sweeping = setInterval(() => store.sweep().catch(({ message }) => log(message)), SWEEP).unref();
  const server = await startServer({ store, keyring, largest, log }, { host, port }).catch((error) => {
    throw refusal(error, options);
  });
  const url = ANY.includes(host) ? server.url.replace(/\/\/.*:/, `//${hostname()}:`) : server.url;
  console.log(
    [
      `Shared cache in ${store.place}, at ${url}. To use it:\n`,
      `  export ${SERVER_VARIABLE}=${url}`,
      `  export ${TOKEN_VARIABLE}=${secret?.secret ?? `<a token of ${tokens}>`}\n`,
      ...(secret
        ? ['The token holds until the server ends; `vestige cache token NAME` makes some that last.']
        : []),
      ...(LOOPBACK.includes(host)
        ? []
        : ['Tokens and entries cross the network as they are: put a proxy with TLS before it, or a tunnel.']),
      'Ctrl-C ends it.',
    ].join('\n'),
  );
  if (!signal.aborted) await once(signal, 'abort');
  clearInterval(sweeping);
  await server.close();
}

async function opened(
  { dir, s3, largest, space }: CacheOptions,
  log: (line: string) => void,
): Promise<Store> {
  const onDamaged = (hash: string, about: About | null, where: string, reason: string) => {
    const by = about ? `, written by ${about.writer} at ${about.written},` : '';
    log(`entry ${hash}${by} is damaged and not served: ${reason}; moved to ${where}`);
  };
  if (dir !== undefined) return await FolderStore.open(dir, { largest, space: space ?? null }, onDamaged);
  if (space !== undefined)
    throw new UsageError('--space: is of a folder; give the bucket a rule for its life cycle');
  try {
    return await BucketStore.open(s3!, process.env, largest, onDamaged);
  } catch (error) {
    throw error instanceof BucketError ? new UsageError(`--s3 ${error.message}`) : error;
  }
}

async function keyringOfTyped(file: string, log: (line: string) => void): Promise<Keyring> {
  try {
    return await keyringOfFile(file, (mistake) => log(`${mistake}: nobody is let in until it is mended`));
  } catch (error) {
    throw error instanceof TokenError ? new UsageError(`--tokens ${error.message}`) : error;
  }
}

function refusal(error: NodeJS.ErrnoException, { host, port }: CacheOptions): Error {
  if (error.code === 'EADDRINUSE') return new UsageError(`--port ${port}: in use; give another, or 0`);
  if (error.code === 'EACCES') {
    return new UsageError(`--port ${port}: not allowed to this user; give one from 1024`);
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new UsageError(`--host ${host}: is no address of this machine`);
  }
  return error;
}
