import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { isHash } from '../hash.ts';
import { StorageFull, type Store, TooLarge } from '../store/store.ts';
import type { Keyring } from '../tokens/keyring.ts';
import type { Token } from '../tokens/tokenFile.ts';
import { headersOf } from './headers.ts';

/** What a server answers from. */
export interface Serving {
  readonly store: Store;
  readonly keyring: Keyring;
  /** Bytes of the largest entry. */
  readonly largest: number;
  /** Told of what a person may have to look after: refusals, and what the storage failed with. */
  readonly log: (line: string) => void;
  /** Milliseconds between two signs of life while an entry is held against its digest; 5 seconds if absent. */
  readonly stillThere?: number;
}

const STILL_THERE = 5_000;

type Environment = { Bindings: HttpBindings; Variables: { token: Token } };
type Asked = Context<Environment, '/v1/cache/:hash'>;

/**
 * Nx's protocol of remote caches, as Nx 24 speaks it:
 *
 * - `GET /v1/cache/HASH`: 200 with the entry, 404 without one; before, 102 now and then while a large one is verified. `HEAD` tells of it without reading it.
 * - `PUT /v1/cache/HASH`: 200 when it is on the disk, 409 when there is one already, 403 with a token that is read-only,
 *   413 over the limit, 507 without room, 411 without a `Content-Length`.
 * - 401 without a token of the server. Nx stops a run on all but 200, 404, 409 and 403: hence the relay.
 */
export function cacheApp({
  store,
  keyring,
  largest,
  log,
  stillThere = STILL_THERE,
}: Serving): Hono<Environment> {
  const app = new Hono<Environment>();
  app.get('/health', (asked) => asked.text('ok\n'));
  app.use('/v1/cache/:hash', async (asked, next) => {
    const { incoming } = asked.env;
    const token = await keyring.find(incoming.headers.authorization);
    if (token === null) {
      log(`${incoming.socket.remoteAddress}: ${asked.req.method} without a token of this server`);
      return asked.text('expected the token of this server\n', 401, { 'www-authenticate': 'Bearer' });
    }
    if (!isHash(asked.req.param('hash'))) return asked.text('expected a hash\n', 400);
    asked.set('token', token);
    await next();
  });
  app.get('/v1/cache/:hash', async (asked) => {
    const hash = asked.req.param('hash');
    if (asked.req.method === 'HEAD') {
      const about = await store.about(hash);
      return about ? asked.body(null, 200, headersOf(about)) : asked.body(null, 404);
    }
    const { outgoing } = asked.env;
    const waiting = setInterval(() => outgoing.writeProcessing(), stillThere);
    const entry = await store.read(hash).finally(() => clearInterval(waiting));
    if (entry === null) return asked.text('no such entry\n', 404);
    outgoing.writeHead(200, headersOf(entry.about));
    // Who goes away meanwhile has no need of an answer.
    await pipeline(entry.body, outgoing).catch(() => outgoing.destroy());
    return RESPONSE_ALREADY_SENT;
  });
  app.put('/v1/cache/:hash', async (asked) => {
    const { incoming } = asked.env;
    const { status, told } = await put(asked, { store, largest, log });
    // A client that is still sending would take an early answer for a broken connection.
    await drain(incoming, largest);
    return asked.text(`${told}\n`, status);
  });
  app.onError((error, asked) => {
    log(`${asked.req.method} ${asked.req.path}: ${error.message}`);
    return asked.text('the storage failed\n', 500);
  });
  return app;
}

interface Answer {
  readonly status: 200 | 400 | 403 | 409 | 411 | 413 | 507;
  readonly told: string;
}

async function put(
  asked: Asked,
  { store, largest, log }: Pick<Serving, 'store' | 'largest' | 'log'>,
): Promise<Answer> {
  const { incoming } = asked.env;
  const hash = asked.req.param('hash');
  const { name, access } = asked.get('token');
  if (access === 'read-only') return { status: 403, told: 'this token may only read' };
  const length = incoming.headers['content-length'];
  if (length === undefined) return { status: 411, told: 'expected a Content-Length' };
  const tooLarge = { status: 413, told: `over ${largest} bytes` } as const;
  if (Number(length) > largest) {
    log(`${name}: entry ${hash} of ${length} bytes is over the limit of ${largest}`);
    return tooLarge;
  }
  const there = { status: 409, told: 'there is such an entry already' } as const;
  if ((await store.about(hash)) !== null) return there;
  try {
    return (await store.write(hash, incoming, name)) ? { status: 200, told: 'written' } : there;
  } catch (error) {
    if (error instanceof TooLarge) return tooLarge;
    if (error instanceof StorageFull) {
      log(`${name}: no room for entry ${hash} of ${length} bytes: ${error.message}`);
      return { status: 507, told: error.message };
    }
    if (incoming.destroyed && !incoming.complete) {
      log(`${name}: the connection was cut within entry ${hash}; nothing was kept of it`);
      return { status: 400, told: 'the connection was cut' };
    }
    throw error;
  }
}

/** Reads what is left of a request, up to a number of bytes. */
async function drain(incoming: IncomingMessage, most: number): Promise<void> {
  let left = most;
  try {
    for await (const part of incoming) {
      left -= (part as Buffer).length;
      if (left < 0) return;
    }
  } catch {
    // It is gone.
  }
}
