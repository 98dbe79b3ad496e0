import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { cacheApp, type Serving } from './app.ts';

/** Milliseconds that a connection may stand still: an entry is held against its digest before its first byte goes out. */
const IDLE = 120_000;
/** Milliseconds in which what is asked is still answered when a server ends. */
const GRACE = 10_000;

/** Where a server listens. */
export interface Address {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
}

/** A server of a cache. */
export interface CacheServer {
  readonly url: string;
  /** Ends it: connections that stand still at once, the others when they are answered, or a few seconds later. */
  close(): Promise<void>;
}

/** Starts a server. @throws what the system says, if it cannot listen there */
export async function startServer(serving: Serving, { host, port }: Address): Promise<CacheServer> {
  const server = createAdaptorServer({
    fetch: cacheApp(serving).fetch,
    overrideGlobalObjects: false,
    // Large entries take long; a connection that stands still is ended.
    serverOptions: { requestTimeout: 0 },
  }) as Server;
  server.setTimeout(IDLE);
  await new Promise<void>((listening, failed) => {
    server.on('error', failed);
    server.listen(port, host, listening);
  });
  const { port: given } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${given}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), GRACE).unref();
      }),
  };
}
