import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import { pipeline } from 'node:stream/promises';

/**
 * Connections to one service, kept open between requests. Node's `fetch` is not used where an answer goes to a disk: it
 * ends the process where a service closes a connection while its answer waits to be read
 * (https://github.com/nodejs/undici/issues/5360).
 */
export class Connections {
  readonly #agent: http.Agent;
  readonly #request: typeof http.request;

  /** @param url of http or https */
  constructor(url: URL) {
    const options = { keepAlive: true, maxSockets: 16 };
    const secure = url.protocol === 'https:';
    this.#agent = secure ? new https.Agent(options) : new http.Agent(options);
    this.#request = secure ? https.request : http.request;
  }

  /** A request that has to be ended; its `error` event need not be heard. */
  request(url: string, method: string, headers: http.OutgoingHttpHeaders): http.ClientRequest {
    const request = this.#request(url, { method, headers, agent: this.#agent });
    return request.on('error', () => {});
  }

  close(): void {
    this.#agent.destroy();
  }
}

/**
 * Ends a request with its body, and waits for the head of the answer, which counts also if it comes before all was sent.
 *
 * @throws what the connection or the body fails with
 */
export async function answerTo(
  request: http.ClientRequest,
  body?: AsyncIterable<Uint8Array>,
): Promise<http.IncomingMessage> {
  const answer = once(request, 'response').then(([response]) => response as http.IncomingMessage);
  if (body === undefined) {
    request.end();
    return await answer;
  }
  const sending = pipeline(body, request);
  const response = await Promise.race([answer, sending.then(() => answer)]);
  if (!request.writableFinished) request.destroy();
  await sending.catch(() => {});
  return response;
}
