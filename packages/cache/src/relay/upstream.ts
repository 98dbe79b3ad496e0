import type { FileHandle } from 'node:fs/promises';
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { answerTo, Connections } from '../connections.ts';
import { contentOf, spool } from '../files/spool.ts';
import { DIGEST_HEADER, sha256In, WRITER_HEADER, WRITTEN_HEADER } from '../server/headers.ts';
import { TooLarge } from '../store/store.ts';
import { asFault, Fault } from './fault.ts';
import type { Place, Sent, Told } from './place.ts';

/** How long a cache is waited for, in milliseconds. */
export interface Patience {
  /** Until it takes a connection. */
  readonly connect: number;
  /** While nothing comes and nothing goes. */
  readonly idle: number;
  /** For an entry as a whole. */
  readonly total: number;
}

/** A cache elsewhere, asked with limits of time. */
export class Upstream implements Place {
  readonly #root: string;
  readonly #token: string | undefined;
  readonly #patience: Patience;
  readonly #connections: Connections;

  /** @throws {Fault} if the address is none */
  constructor(address: string, token: string | undefined, patience: Patience) {
    const url = URL.parse(address);
    if (url === null || !/^https?:$/.test(url.protocol))
      throw new Fault('has no address of http or https', { final: true });
    this.#root = address.replace(/\/+$/, '');
    this.#token = token;
    this.#patience = patience;
    this.#connections = new Connections(url);
  }

  /** The entry is held against its length, and against its digest where the cache tells it. */
  async take(hash: string, file: FileHandle, largest: number): Promise<Told | null> {
    return await this.#within('GET', hash, {}, async (request) => {
      const response = await answerTo(request);
      if (response.statusCode === 404) {
        response.resume();
        return null;
      }
      if (response.statusCode !== 200) throw refusal(response.statusCode);
      const { sha256, size } = await spool(response, file, largest);
      // Node takes a chunked body that breaks off for a cut connection; one that is shorter than it says, too.
      const told = sha256In(headerOf(response, DIGEST_HEADER));
      if (told !== null && told !== sha256)
        throw new Fault('sent other bytes than it has a digest of', { passing: true });
      return { size, writer: headerOf(response, WRITER_HEADER), written: headerOf(response, WRITTEN_HEADER) };
    });
  }

  async send(hash: string, file: FileHandle, size: number): Promise<Sent> {
    const headers = { 'content-type': 'application/octet-stream', 'content-length': String(size) };
    return await this.#within('PUT', hash, headers, async (request) => {
      const response = await answerTo(request, contentOf(file));
      response.resume();
      const became = SENT[response.statusCode!];
      if (became === undefined) throw refusal(response.statusCode);
      return became;
    });
  }

  close(): void {
    this.#connections.close();
  }

  async #within<T>(
    method: string,
    hash: string,
    headers: OutgoingHttpHeaders,
    act: (request: ClientRequest) => Promise<T>,
  ): Promise<T> {
    const { connect, idle, total } = this.#patience;
    const authorization = this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` };
    const request = this.#connections.request(`${this.#root}/v1/cache/${hash}`, method, {
      accept: 'application/octet-stream',
      ...authorization,
      ...headers,
    });
    let late: Fault | undefined;
    const end = (fault: Fault) => {
      late ??= fault;
      request.destroy(fault);
    };
    const timers = [setTimeout(() => end(new Fault(`took over ${seconds(total)}`)), total)];
    request.setTimeout(idle, () => end(new Fault(`stood still for ${seconds(idle)}`, { absent: true })));
    request.once('socket', (socket) => {
      if (!socket.connecting) return;
      const timer = setTimeout(
        () => end(new Fault(`took no connection within ${seconds(connect)}`, { absent: true })),
        connect,
      );
      timers.push(timer);
      socket.once('connect', () => clearTimeout(timer));
    });
    try {
      return await act(request);
    } catch (error) {
      request.destroy();
      if (error instanceof TooLarge) throw new Fault(`sent an entry ${error.message}`);
      throw late ?? asFault(error);
    } finally {
      for (const timer of timers) clearTimeout(timer);
    }
  }
}

const SENT: Readonly<Record<number, Sent>> = {
  200: 'written',
  409: 'there',
  403: 'read-only',
  413: 'too large',
};

const headerOf = ({ headers }: IncomingMessage, name: string) => {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
};

function refusal(status: number | undefined): Fault {
  if (status === 401 || status === 403) {
    return new Fault(`refuses the token (answered ${status})`, { final: true });
  }
  if (status === 507) return new Fault('is full (answered 507)');
  return new Fault(`answered ${status}`, { passing: status !== undefined && status >= 500 });
}

const seconds = (milliseconds: number) => `${milliseconds / 1000} s`;
