import { OpenAI } from 'openai';
import pLimit from 'p-limit';
import { EndpointError, endpointError, type Sent } from './endpointError.ts';

/** How a server is reached. */
export interface ConnectionOptions {
  /** With or without `/v1` at its end, such as `http://127.0.0.1:8000`. */
  readonly url: string;
  readonly model: string;
  /** Requests in flight at once; 8 if absent. */
  readonly concurrency?: number;
  /** Milliseconds that an answer may take; five minutes if absent. */
  readonly timeout?: number;
  /** How often a request is repeated that was refused for now, failed or was lost on the way; 10 if absent. */
  readonly retries?: number;
  /** Environment variable that holds the key; `OPENAI_API_KEY` if absent. */
  readonly keyVariable?: string;
}

/** What was asked of a server so far. */
export interface Usage {
  /** Requests that were answered. */
  requests: number;
  /** Requests that had to be sent again. */
  repeated: number;
  promptTokens: number;
  completionTokens: number;
}

/** Where a request goes: below `/v1`, or beside it. */
type Path = `/v1/${string}` | `/${string}`;

/** A server that is asked, each request until it is answered. */
export interface Connection {
  readonly sent: Sent;
  readonly usage: Readonly<Usage>;
  /**
   * Asks for something when its turn comes; one request after the other, so that as many are in flight as turns are taken.
   * What was begun is finished before something else begins.
   *
   * @throws what `signal` was aborted with
   */
  inTurn<Answer>(ask: () => Promise<Answer>, signal?: AbortSignal): Promise<Answer>;
  /**
   * @returns the answer as it was parsed
   * @throws {EndpointError} if it is refused, or lost as often as it may be
   * @throws what `signal` was aborted with
   */
  get(path: Path, signal?: AbortSignal): Promise<unknown>;
  post(path: Path, body: object, signal?: AbortSignal): Promise<unknown>;
}

/**
 * Reaches a server through OpenAI's client, whose own retries are used: with jitter, after what the server asks for, on
 * 408, 409, 429, 5xx, lost connections and time-outs.
 *
 * @throws {EndpointError} if the address is none
 */
export function connect({
  url,
  model,
  concurrency = 8,
  timeout = 300_000,
  retries = 10,
  keyVariable = 'OPENAI_API_KEY',
}: ConnectionOptions): Connection {
  const root = rootOf(url);
  const key = process.env[keyVariable] || undefined;
  const sent: Sent = { url: root, model, keyVariable, key, timeout, retries };
  const usage: Usage = { requests: 0, repeated: 0, promptTokens: 0, completionTokens: 0 };
  const client = new OpenAI({
    apiKey: key ?? 'none',
    ...(key === undefined && { defaultHeaders: { Authorization: null } }),
    ...{ organization: null, project: null, adminAPIKey: null, logLevel: 'off' },
    ...{ baseURL: `${root}/v1`, timeout, maxRetries: retries },
    fetch: async (address, init) => {
      if (Number(new Headers(init?.headers).get('x-stainless-retry-count')) > 0) usage.repeated++;
      // biome-ignore lint/style/noRestrictedGlobals: read whole at once
      return whole(await fetch(address, init));
    },
  });
  const turns = pLimit(concurrency);
  const ask = async (method: 'get' | 'post', path: Path, signal?: AbortSignal, body?: object) => {
    signal?.throwIfAborted();
    try {
      const options = { ...(body && { body }), ...(signal && { signal }) };
      const answer: unknown = await client[method](`${root}${path}`, options);
      usage.requests++;
      count(usage, answer);
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      throw endpointError(error, sent);
    }
  };
  return {
    sent,
    usage,
    inTurn: (begin, signal) =>
      turns(() => {
        signal?.throwIfAborted();
        return begin();
      }),
    get: (path, signal) => ask('get', path, signal),
    post: (path, body, signal) => ask('post', path, signal, body),
  };
}

/**
 * Reads an answer to its end, so that one that breaks off counts as lost, and time that it takes counts.
 *
 * @throws if it is cut off
 */
async function whole(response: Response): Promise<Response> {
  const text = await response.text();
  const { ok, status, headers } = response;
  if (ok) {
    try {
      JSON.parse(text);
    } catch {
      throw new Error(`half an answer: ${text.length} characters that are no JSON`);
    }
  }
  return new Response(text, { status, headers });
}

function count(usage: Usage, answer: unknown): void {
  const { usage: of } = answer as { usage?: { prompt_tokens?: number; completion_tokens?: number } | null };
  usage.promptTokens += of?.prompt_tokens ?? 0;
  usage.completionTokens += of?.completion_tokens ?? 0;
}

/** @throws {EndpointError} if it is no address, or a secret may be in it */
function rootOf(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new EndpointError(
      `endpoint ${JSON.stringify(url)} is no address; expected one such as http://127.0.0.1:8000`,
    );
  }
  if (parsed.username !== '' || parsed.password !== '' || parsed.search !== '') {
    throw new EndpointError(
      `endpoint ${parsed.host}: the address holds a user, a password or a query; keys are read from the environment only`,
    );
  }
  return `${parsed.origin}${parsed.pathname}`.replace(/\/+$/, '').replace(/\/v1$/, '');
}
