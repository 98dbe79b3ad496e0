import { Account } from './account.ts';
import { type Asked, answerWith, keepToSend, take } from './exchange.ts';
import { asFault, Fault } from './fault.ts';
import { startLoopback } from './loopback.ts';
import { type NamedPlace, placesIn } from './places.ts';
import { Sending } from './sending.ts';
import type { Patience } from './upstream.ts';

/** As long as a cache is waited for: it may hold a large entry against its digest before it answers. */
export const PATIENCE: Patience = { connect: 5_000, idle: 30_000, total: 600_000 };
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
 * Starts a relay to a cache: a folder of entries, a server, or the server behind the folder. What Nx asks of it is asked
 * there, within limits of time; an entry is held against its digest and inspected before Nx gets a byte of it; whatever goes
 * wrong is "not there" to who reads and "written" to who writes. After three faults in a row a place is left alone.
 *
 * @param environment with the server's address and token under Nx's names, the folder under `VESTIGE_CACHE_DIR`
 */
export async function startRelay(environment: NodeJS.ProcessEnv, patience = PATIENCE): Promise<Relay> {
  const sending = new Sending(SENT_AT_ONCE);
  const asked = await opened(placesIn(environment, patience));
  const exchange = { asked, sending };
  const loopback = await startLoopback(
    {
      async get(hash, outgoing) {
        const taken = await take(hash, exchange);
        if (taken === null) outgoing.writeHead(404).end();
        else await answerWith(taken, outgoing);
      },
      put: (hash, incoming) => keepToSend(hash, incoming, exchange),
    },
    environment,
  );
  return {
    environment: loopback.environment,
    async close(wait) {
      loopback.close();
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

/** Opens the places; one that cannot be opened is left alone, and told at the end. */
async function opened(places: readonly NamedPlace[]): Promise<(Asked & { readonly address: string })[]> {
  return await Promise.all(
    places.map(async ({ address, open }) => {
      const account = new Account();
      try {
        return { address, account, place: await open() };
      } catch (error) {
        account.fault('reading', asFault(error));
        return { address, account, place: null };
      }
    }),
  );
}
