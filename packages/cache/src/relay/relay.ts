import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { SERVER_VARIABLE, TOKEN_VARIABLE } from '../variables.ts';
import { Account } from './account.ts';
import { asFault, Fault } from './fault.ts';
import { relayApp } from './relayApp.ts';
import { Sending } from './sending.ts';
import { type Patience, Upstream } from './upstream.ts';

/** As long as a cache is waited for: it may hold a large entry against its digest before it answers. */
const PATIENCE: Patience = { connect: 5_000, idle: 30_000, total: 600_000 };
/** Entries that are sent side by side. */
const SENT_AT_ONCE = 4;

/** A cache that cannot fail a run: on this machine, for one run, in front of one elsewhere. */
export interface Relay {
  /** What Nx has to find in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Waits until what was given to it is written, or for as long as is said, and ends it.
   *
   * @param wait milliseconds
   * @returns one line on what it did and on what went wrong; null if nothing was asked of it
   */
  close(wait?: number): Promise<string | null>;
}

/**
 * Starts a relay to a cache. What Nx asks of it is asked there, within limits of time; an entry is held against its digest
 * and inspected before Nx gets a byte of it; whatever goes wrong is "not there" to who reads and "written" to who writes.
 * After three faults in a row the cache is left alone.
 *
 * @param environment with the cache's address and token under Nx's names
 */
export async function startRelay(environment: NodeJS.ProcessEnv, patience = PATIENCE): Promise<Relay> {
  const account = new Account();
  const address = environment[SERVER_VARIABLE] ?? '';
  const sending = new Sending(SENT_AT_ONCE);
  const upstream = upstreamOf(environment, patience, account);
  const token = randomBytes(32).toString('base64url');
  const server = createAdaptorServer({
    fetch: relayApp(token, { upstream, account, sending }).fetch,
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
    async close(wait) {
      server.close();
      server.closeAllConnections();
      if (!(await sending.end(wait)))
        account.fault('writing', new Fault('was still being written to at the end'));
      upstream?.close();
      const told = account.told();
      return told === null ? null : `shared cache ${address}: ${told}`;
    },
  };
}

function upstreamOf(environment: NodeJS.ProcessEnv, patience: Patience, account: Account): Upstream | null {
  try {
    return new Upstream(environment[SERVER_VARIABLE] ?? '', environment[TOKEN_VARIABLE], patience);
  } catch (error) {
    account.fault('reading', asFault(error));
    return null;
  }
}

/** Nx would ask a proxy for what is on this machine. */
function withoutProxy({ NO_PROXY, no_proxy }: NodeJS.ProcessEnv): Record<string, string> {
  const value = [NO_PROXY ?? no_proxy, '127.0.0.1'].filter(Boolean).join(',');
  return { NO_PROXY: value, no_proxy: value };
}
