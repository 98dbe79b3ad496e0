import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import { answerTo, Connections } from '../connections.ts';

/** Tries of a request, where the service fails. */
const TRIES = 4;
/** Milliseconds before the second try; twice as long before each further one. */
const PAUSE = 200;
/** Milliseconds in which a service may do nothing. */
const IDLE = 300_000;

/** A bucket that cannot be used as it is named. */
export class BucketError extends Error {
  override name = 'BucketError';
}

/** A request for an object. */
export interface ObjectRequest {
  readonly headers?: Readonly<Record<string, string>>;
  /** Made anew for each try. */
  readonly body?: () => AsyncIterable<Uint8Array>;
  /** Statuses that are answers, beside those from 200 to 299. */
  readonly expected?: readonly number[];
}

/** Objects below a prefix of an S3 bucket. */
export class Bucket {
  readonly #client: AwsClient;
  readonly #connections: Connections;
  readonly #root: string;
  readonly #path: string;
  readonly name: string;

  /**
   * @param url `s3://BUCKET/PREFIX`
   * @param environment credentials, region and endpoint under the names that AWS gives them
   * @throws {BucketError} if the address is none, or there are no credentials
   */
  constructor(url: string, environment: NodeJS.ProcessEnv) {
    const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]+)(?:\/(.*))?$/.exec(url) ?? [];
    if (bucket === undefined) throw new BucketError(`${url}: expected s3://BUCKET/PREFIX`);
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment;
    if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
      throw new BucketError(`${url}: expected credentials in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`);
    }
    const region = environment.AWS_REGION || environment.AWS_DEFAULT_REGION || 'us-east-1';
    const variable = ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'].find((name) => environment[name]);
    const endpoint = variable && environment[variable];
    if (endpoint && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) {
      throw new BucketError(
        `${url}: ${variable} ${JSON.stringify(endpoint)}: expected a URL of http or https`,
      );
    }
    const folder = prefix.replace(/\/*$/, '');
    this.name = url;
    this.#root = endpoint
      ? `${endpoint.replace(/\/*$/, '')}/${bucket}/`
      : `https://${bucket}.s3.${region}.amazonaws.com/`;
    this.#path = folder && `${folder}/`;
    this.#connections = new Connections(new URL(this.#root));
    this.#client = new AwsClient({
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
      service: 's3',
      region,
    });
    this.#copySource = `/${bucket}/${this.#path}`;
  }

  readonly #copySource: string;

  /**
   * Asks for an object; again where the service fails.
   *
   * @param key below the prefix
   * @throws {BucketError} on another answer than expected
   */
  async ask(
    method: string,
    key: string,
    { headers = {}, body, expected = [] }: ObjectRequest = {},
  ): Promise<IncomingMessage> {
    const url = `${this.#root}${this.#path}${key}`;
    for (let tried = 1; ; tried++) {
      const response = await this.#try(method, url, headers, body).catch((error: Error) => error);
      const answered = !(response instanceof Error);
      const status = answered ? response.statusCode! : 500;
      if (answered && (isOk(response) || expected.includes(status))) return response;
      if ((status >= 500 || status === 429) && tried < TRIES) {
        if (answered) await passOver(response);
        await setTimeout(PAUSE * 2 ** (tried - 1));
        continue;
      }
      if (!answered) throw new BucketError(`${this.name}: ${response.message}`);
      const [, code = ''] = /<Code>(\w*)</.exec(await text(response).catch(() => '')) ?? [];
      if (code === 'NoSuchBucket') throw new BucketError(`${this.name}: there is no such bucket`);
      throw new BucketError(`${this.name}: ${method} ${key}: ${status} ${code}`.trim());
    }
  }

  /** Moves an object to another key. */
  async move(from: string, to: string): Promise<void> {
    const copied = await this.ask('PUT', to, {
      headers: { 'x-amz-copy-source': `${this.#copySource}${from}` },
      expected: [404],
    });
    await passOver(copied);
    if (copied.statusCode !== 404) await passOver(await this.ask('DELETE', from, { expected: [404] }));
  }

  async #try(
    method: string,
    url: string,
    headers: Readonly<Record<string, string>>,
    body: ObjectRequest['body'],
  ): Promise<IncomingMessage> {
    const signed = await this.#client.sign(url, { method, headers });
    const request = this.#connections.request(signed.url, method, Object.fromEntries(signed.headers));
    request.setTimeout(IDLE, () => request.destroy(new Error(`stood still for ${IDLE / 1000} s`)));
    return await answerTo(request, body?.());
  }
}

export function isOk({ statusCode }: IncomingMessage): boolean {
  return statusCode! >= 200 && statusCode! < 300;
}

/** Reads what an answer has to say, and forgets it, so that its connection can be used again. */
export async function passOver(response: IncomingMessage): Promise<void> {
  await text(response).catch(() => {});
}
