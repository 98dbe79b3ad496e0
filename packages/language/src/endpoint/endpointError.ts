import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';

/** A server that does not do what is asked. The message is one line, and no key is in it. */
export class EndpointError extends Error {
  override name = 'EndpointError';
  /** Status of HTTP; null if there was no answer at all. */
  readonly status: number | null;
  /** The server's own words; empty if it said none. */
  readonly said: string;

  constructor(message: string, status: number | null = null, said = '') {
    super(message);
    this.status = status;
    this.said = said;
  }
}

/** What a request was sent with. */
export interface Sent {
  /** Of the server, as it was given. */
  readonly url: string;
  readonly model: string;
  /** Environment variable that the key is read from. */
  readonly keyVariable: string;
  readonly key: string | undefined;
  /** Milliseconds. */
  readonly timeout: number;
  /** How often a request is repeated. */
  readonly retries: number;
}

/** Tells a failure of the client in one line, without the key. */
export function endpointError(error: unknown, sent: Sent): EndpointError {
  if (error instanceof EndpointError) return error;
  const { url, timeout, retries } = sent;
  const tries = retries === 0 ? '' : `, ${retries + 1} times`;
  if (error instanceof APIConnectionTimeoutError) {
    return new EndpointError(`${url}: no answer within ${timeout / 1000} s${tries}`);
  }
  if (error instanceof APIConnectionError) {
    return new EndpointError(`${url}: ${withoutKey(reason(error), sent)}${tries}`);
  }
  if (error instanceof APIError && error.status !== undefined) {
    const said = withoutKey(line(error.message.replace(/^\d+ /, '')), sent);
    return new EndpointError(`${url}: ${ofStatus(error.status, said, sent)}`, error.status, said);
  }
  return new EndpointError(`${url}: ${withoutKey((error as Error).message, sent)}`);
}

function ofStatus(status: number, said: string, sent: Sent): string {
  if (status === 401 || status === 403) {
    return sent.key === undefined
      ? `asks for a key (${status}); put it into the environment variable ${sent.keyVariable}`
      : `refuses the key in ${sent.keyVariable} (${status})`;
  }
  if (status === 404) return `${said} (404); is there a model "${sent.model}", and is it the right address?`;
  return `${said} (${status})`;
}

/** Why there was no connection: the innermost cause, with its code. */
function reason(error: Error): string {
  let inner: Error = error;
  while (inner.cause instanceof Error) inner = inner.cause;
  const { code } = inner as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND') return `no server there (${code})`;
  const said = line(inner.message);
  // What the protocol of the web keeps from some numbers.
  if (said === 'bad port') return 'no port that a server of the web may have; expected another';
  return `the connection was lost (${code === undefined || said.includes(code) ? said : `${code}: ${said}`})`;
}

function line(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 300);
}

function withoutKey(text: string, { key }: Sent): string {
  return key === undefined ? text : text.replaceAll(key, '***');
}
