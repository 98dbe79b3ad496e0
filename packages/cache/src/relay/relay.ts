import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { FOLDER_VARIABLE, SERVER_VARIABLE, TOKEN_VARIABLE } from '../variables.ts';
import { Account } from './account.ts';
import { type Asked, LARGEST } from './exchange.ts';
import { asFault, Fault } from './fault.ts';
import { FolderPlace } from './folderPlace.ts';
import type { Place } from './place.ts';
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
   * @returns a line for each place that was asked, on what it did and on what went wrong
   */
  close(wait?: number): Promise<readonly string[]>;
}

/**
 * Starts a relay to a cache: a folder of entries, a server, or the server behind the folder. What Nx asks of it is asked there, within limits of time; an entry is held against its digest
 * and inspected before Nx gets a byte of it; whatever goes wrong is "not there" to who reads and "written" to who writes.
 * After three faults in a row the cache is left alone.
 *
 * @param environment with the server's address and token under Nx's names, the folder under {@link FOLDER_VARIABLE}
 */
export async function startRelay(environment: NodeJS.ProcessEnv, patience = PATIENCE): Promise<Relay> {
  const sending = new Sending(SENT_AT_ONCE);
  const asked = await placesIn(environment, patience);
  const token = randomBytes(32).toString('base64url');
  const server = createAdaptorServer({
    fetch: relayApp(token, { asked, sending }).fetch,
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
      const isSent = await sending.end(wait);
      return asked.flatMap(({ address, place, account }) => {
        if (!isSent) account.fault('writing', new Fault('was still being written to at the end'));
        place?.close();
        const told = account.told();
        return told === null ? [] : `shared cache ${address}: ${told}`;
      });
    },
  };
}

/** The folder of entries, and then the server, of those that the environment names. */
async function placesIn(
  {
    [FOLDER_VARIABLE]: folder,
    [SERVER_VARIABLE]: server,
    [TOKEN_VARIABLE]: token,
  }: Readonly<NodeJS.ProcessEnv>,
  patience: Patience,
): Promise<(Asked & { readonly address: string })[]> {
  const places: (Asked & { readonly address: string })[] = [];
  const add = async (address: string, open: () => Place | Promise<Place>) => {
    const account = new Account();
    try {
      places.push({ address, account, place: await open() });
    } catch (error) {
      account.fault('reading', asFault(error));
      places.push({ address, account, place: null });
    }
  };
  if (folder) await add(folder, () => FolderPlace.open(folder, LARGEST));
  if (server) await add(server, () => new Upstream(server, token, patience));
  return places;
}

/** Nx would ask a proxy for what is on this machine. */
function withoutProxy({ NO_PROXY, no_proxy }: NodeJS.ProcessEnv): Record<string, string> {
  const value = [NO_PROXY ?? no_proxy, '127.0.0.1'].filter(Boolean).join(',');
  return { NO_PROXY: value, no_proxy: value };
}
