import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { type Exchange, keepToSend, take } from './exchange.ts';

type Environment = { Bindings: HttpBindings };

/** What a relay answers to Nx: the statuses alone at which Nx goes on. */
export function relayApp(token: string, exchange: Exchange): Hono<Environment> {
  const app = new Hono<Environment>();
  const expected = Buffer.from(`Bearer ${token}`);
  app.use(async (asked, next) => {
    const given = Buffer.from(asked.env.incoming.headers.authorization ?? '');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return asked.body(null, 401);
    await next();
  });
  app.get('/v1/cache/:hash', async (asked) => {
    const taken = await take(asked.req.param('hash'), exchange);
    if (taken === null) return asked.body(null, 404);
    const outgoing = asked.env.outgoing as ServerResponse;
    outgoing.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': taken.size });
    await pipeline(taken.file.createReadStream({ start: 0 }), outgoing).catch(() => outgoing.destroy());
    return RESPONSE_ALREADY_SENT;
  });
  app.put('/v1/cache/:hash', async (asked) => {
    await keepToSend(asked.req.param('hash'), asked.env.incoming as IncomingMessage, exchange);
    return asked.body(null, 200);
  });
  return app;
}
