import type { FileHandle } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { inspectEntry } from '../entry/inspect.ts';
import { endingOf, packed } from '../entry/pack.ts';
import { EntryError } from '../entry/parts.ts';
import { contentOf, spool } from '../files/spool.ts';
import { unnamedFile } from '../files/unnamedFile.ts';
import { answerWith, type Taken, takeWhole } from '../relay/exchange.ts';
import { asFault, Fault } from '../relay/fault.ts';
import { startLoopback } from '../relay/loopback.ts';
import type { Place } from '../relay/place.ts';
import { placesIn } from '../relay/places.ts';
import { PATIENCE } from '../relay/relay.ts';
import { differencesOf } from './compare.ts';

/** What an audit found of an entry. */
export interface Finding {
  readonly hash: string;
  /** Who wrote it and when, ISO 8601, where the cache tells. */
  readonly writer: string | null;
  readonly written: string | null;
  /** What is wrong with it, in words that follow "it"; null if its task makes the very same. */
  readonly wrong: string | null;
}

/** What an audit saw of a cache. */
export interface Findings {
  /** Hashes that the cache has, of those that were asked for. */
  readonly found: readonly string[];
  /** Hashes that it has not. */
  readonly missing: readonly string[];
  /** Of entries whose tasks were run again, and of those that nobody could use. */
  readonly findings: readonly Finding[];
  /** What went wrong in asking it. */
  readonly faults: readonly string[];
}

/** A cache for a run of Nx that audits another. */
export interface AuditRelay {
  /** What Nx has to find in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Aborted once the cache has said what no other question changes, with that as its reason. */
  readonly refused: AbortSignal;
  /** Ends it. An entry whose task was to be run again and left nothing is a finding, too. */
  close(): Promise<Findings>;
  /** Ends it without a finding, where the run of Nx was interrupted or failed. */
  abandon(): Promise<void>;
}

/**
 * Starts a relay that audits a cache while Nx runs against it. Of the entries that the cache has, it hides those that are
 * chosen: Nx runs their tasks, on inputs from the cache, and what these leave is compared with the entry, file by file.
 * Of a task that the cache has not, Nx is told that it failed: it is not run, nor what follows from it.
 *
 * @param environment with the server's address and token under Nx's names; without, the folder under `VESTIGE_CACHE_DIR`
 * @param isChosen whether the task of a hash is to be run again
 * @param onFinding told of each
 * @throws {Fault} if there is no address, or what it names cannot be opened
 */
export async function startAuditRelay(
  environment: NodeJS.ProcessEnv,
  isChosen: (hash: string) => boolean,
  onFinding: (finding: Finding) => void,
): Promise<AuditRelay> {
  // What others write to, where there is such a one.
  const named = placesIn(environment, PATIENCE).at(-1);
  if (!named) throw new Fault('has no address');
  const withAddress = (error: unknown) =>
    new Fault(`shared cache ${named.address}: it ${asFault(error).message}`);
  const place = await named.open().catch((error) => {
    throw withAddress(error);
  });
  const refused = new AbortController();
  const absent = await packed(endingOf('not in the cache\n', 1));
  const audit = new Audit(place, isChosen, absent, onFinding, (fault) => refused.abort(withAddress(fault)));
  const loopback = await startLoopback(audit, environment);
  const end = () => {
    loopback.close();
    place.close();
  };
  return {
    environment: loopback.environment,
    refused: refused.signal,
    async close() {
      end();
      return await audit.end();
    },
    async abandon() {
      end();
      await audit.abandon();
    },
  };
}

class Audit {
  readonly #place: Place;
  readonly #isChosen: (hash: string) => boolean;
  readonly #absent: Buffer;
  readonly #onFinding: (finding: Finding) => void;
  readonly #onRefusal: (fault: Fault) => void;
  readonly #found = new Set<string>();
  readonly #missing = new Set<string>();
  /** Entries whose tasks are being run again. */
  readonly #hidden = new Map<string, Taken>();
  readonly #findings: Finding[] = [];
  readonly #faults: string[] = [];

  constructor(
    place: Place,
    isChosen: (hash: string) => boolean,
    absent: Buffer,
    onFinding: (finding: Finding) => void,
    onRefusal: (fault: Fault) => void,
  ) {
    this.#place = place;
    this.#isChosen = isChosen;
    this.#absent = absent;
    this.#onFinding = onFinding;
    this.#onRefusal = onRefusal;
  }

  get = async (hash: string, outgoing: ServerResponse): Promise<void> => {
    const taken = await this.#take(hash);
    if (taken === null) return void outgoing.writeHead(200).end(this.#absent);
    if (this.#isChosen(hash)) {
      this.#hidden.set(hash, taken);
      return void outgoing.writeHead(404).end();
    }
    const refusal = await refusalOf(taken.file);
    if (refusal === null) return await answerWith(taken, outgoing);
    await taken.file.close();
    this.#tell(hash, taken, refusal);
    outgoing.writeHead(200).end(this.#absent);
  };

  put = async (hash: string, incoming: IncomingMessage): Promise<void> => {
    const hidden = this.#hidden.get(hash);
    this.#hidden.delete(hash);
    const file = await unnamedFile();
    try {
      await spool(incoming, file, Number.POSITIVE_INFINITY);
      if (hidden !== undefined) this.#tell(hash, hidden, await differenceOf(hidden.file, file));
    } catch (error) {
      if (hidden !== undefined)
        this.#tell(hash, hidden, `could not be compared (${(error as Error).message})`);
    } finally {
      await file.close();
      await hidden?.file.close();
    }
  };

  async end(): Promise<Findings> {
    for (const [hash, hidden] of this.#hidden) {
      this.#tell(hash, hidden, 'is of a task that fails when it is run again');
      await hidden.file.close();
    }
    return {
      found: [...this.#found],
      missing: [...this.#missing],
      findings: this.#findings,
      faults: this.#faults,
    };
  }

  async abandon(): Promise<void> {
    for (const { file } of this.#hidden.values()) await file.close();
  }

  async #take(hash: string): Promise<Taken | null> {
    try {
      const taken = await takeWhole(hash, this.#place);
      (taken === null ? this.#missing : this.#found).add(hash);
      return taken;
    } catch (error) {
      const fault = asFault(error);
      this.#faults.push(fault.message);
      if (fault.final) this.#onRefusal(fault);
      return null;
    }
  }

  #tell(hash: string, { writer, written }: Taken, wrong: string | null): void {
    const finding = { hash, writer, written, wrong };
    this.#findings.push(finding);
    this.#onFinding(finding);
  }
}

async function refusalOf(file: FileHandle): Promise<string | null> {
  try {
    await inspectEntry(Readable.from(contentOf(file)));
    return null;
  } catch (error) {
    if (error instanceof EntryError) return error.message;
    throw error;
  }
}

async function differenceOf(cached: FileHandle, made: FileHandle): Promise<string | null> {
  const refusal = await refusalOf(cached);
  if (refusal !== null) return refusal;
  const paths = await differencesOf(Readable.from(contentOf(cached)), Readable.from(contentOf(made)));
  return paths.length === 0 ? null : `differs from what its task makes: ${paths.join(', ')}`;
}
