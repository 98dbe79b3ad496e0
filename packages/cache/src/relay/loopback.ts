import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { SERVER_VARIABLE, TOKEN_VARIABLE } from '../variables.ts';

/** What is done of what Nx asks. */
export interface Answers {
  /** Answers with an entry, or with 404. */
  get(hash: string, outgoing: ServerResponse): Promise<void>;
  /** Reads an entry to its end. */
  put(hash: string, incoming: IncomingMessage): Promise<void>;
}

/** A cache on this machine for one process of Nx. */
export interface Loopback {
  /** What Nx has to find in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends it at once. */
  close(): void;
}

/** Starts a cache for one process of Nx, which alone knows its token. It answers with the statuses alone at which Nx goes on. */
export async function startLoopback(answers: Answers, environment: NodeJS.ProcessEnv): Promise<Loopback> {
  const token = randomBytes(32).toString('base64url');
  const server = createAdaptorServer({
    fetch: loopbackApp(token, answers).fetch,
    overrideGlobalObjects: false,
    serverOptions: { requestTimeout: 0 },
  }) as Server;
  await new Promise<void>((listening, failed) => {
    server.on('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
  return {
    environment: {
      [SERVER_VARIABLE]: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      [TOKEN_VARIABLE]: token,
      ...withoutProxy(environment),
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function loopbackApp(token: string, { get, put }: Answers): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const expected = Buffer.from(`Bearer ${token}`);
  app.use(async (asked, next) => {
    const given = Buffer.from(asked.env.incoming.headers.authorization ?? '');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return asked.body(null, 401);
    await next();
  });
  app.get('/v1/cache/:hash', async (asked) => {
    await get(asked.req.param('hash'), asked.env.outgoing as ServerResponse);
    return RESPONSE_ALREADY_SENT;
  });
  app.put('/v1/cache/:hash', async (asked) => {
    await put(asked.req.param('hash'), asked.env.incoming as IncomingMessage);
    return asked.body(null, 200);
  });
  return app;
}

/** Nx would ask a proxy for what is on this machine. */
function withoutProxy({ NO_PROXY, no_proxy }: NodeJS.ProcessEnv): Record<string, string> {
  const value = [NO_PROXY ?? no_proxy, '127.0.0.1'].filter(Boolean).join(',');
  return { NO_PROXY: value, no_proxy: value };
}
