import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { AwsClient } from 'aws4fetch';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { BucketStore } from './bucketStore.ts';

/** Address of a real service that speaks S3, where there is one: `tools/readers/s3.sh` starts it. */
const SERVICE = process.env.VESTIGE_TEST_S3;

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'secret' };
const LARGEST = 2 ** 30;

describe.skipIf(SERVICE === undefined)('in a bucket', () => {
  const environment = { ...CREDENTIALS, AWS_ENDPOINT_URL_S3: SERVICE };
  const client = new AwsClient({
    accessKeyId: 'test',
    secretAccessKey: 'secret',
    service: 's3',
    region: 'us-east-1',
  });
  const bucket = `vestige-${randomBytes(4).toString('hex')}`;
  const damaged: string[] = [];
  const open = (prefix: string) =>
    BucketStore.open(`s3://${bucket}/${prefix}`, environment, LARGEST, (hash, about, where) =>
      damaged.push(`${hash} by ${about?.writer} to ${where}`),
    );
  /** What the service itself answers, read whole: Node's `fetch` does not bear anything else. */
  const object = async (key: string, init?: object) => {
    const response = await client.fetch(`${SERVICE}/${bucket}${key && `/${key}`}`, init);
    return {
      status: response.status,
      headers: response.headers,
      body: Buffer.from(await response.arrayBuffer()),
    };
  };

  beforeAll(async () => {
    expect((await object('', { method: 'PUT' })).status).toBe(200);
  });

  test('an entry is read as it was written, with who wrote it', async () => {
    const store = await open('a/');
    const entry = randomBytes(3_000_000);
    expect(await store.about('1')).toBeNull();
    expect(await store.read('1')).toBeNull();
    expect(await store.write('1', Readable.from([entry]), 'alice')).toBe(true);
    const found = await store.read('1');
    expect(entry.equals(await buffer(found!.body))).toBe(true);
    expect(found!.about).toMatchObject({ size: 3_000_000, writer: 'alice' });
    expect(await store.about('1')).toEqual(found!.about);
    expect((await object('a/entries/1')).status).toBe(200);
  });

  test('of those that write one hash at once, over two servers, one wins whole', async () => {
    const stores = [await open('b'), await open('b')] as const;
    const written = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        stores[index % 2]!.write('1', Readable.from([Buffer.alloc(100_000, index)]), `${index}`),
      ),
    );
    expect(written.filter((won) => won)).toHaveLength(1);
    const found = await stores[0].read('1');
    expect(found!.about.writer).toBe(`${written.indexOf(true)}`);
    expect(Buffer.alloc(100_000, written.indexOf(true)).equals(await buffer(found!.body))).toBe(true);
    expect(await stores[1].write('1', Readable.from(['later']), 'later')).toBe(false);
  });

  test('a flipped bit is found, not served, and put out of the way', async () => {
    const store = await open('c');
    const entry = randomBytes(100_000);
    await store.write('1', Readable.from([entry]), 'alice');
    const kept = await object('c/entries/1');
    const headers = Object.fromEntries([...kept.headers].filter(([name]) => name.startsWith('x-amz-meta-')));
    const flipped = Buffer.from(kept.body);
    flipped[50_000]! ^= 1;
    await object('c/entries/1', { method: 'PUT', body: flipped, headers });
    expect(await store.read('1')).toBeNull();
    expect(damaged).toEqual([expect.stringMatching(/^1 by alice to quarantine\/1\./)]);
    const where = damaged[0]!.split(' ').at(-1);
    expect(flipped.equals((await object(`c/${where}`)).body)).toBe(true);
    expect(await store.write('1', Readable.from([entry]), 'bob')).toBe(true);
    expect(entry.equals(await buffer((await store.read('1'))!.body))).toBe(true);
  });

  test('what others put there is no entry', async () => {
    const store = await open('d');
    await object('d/entries/1', { method: 'PUT', body: 'not ours' });
    expect(await store.read('1')).toBeNull();
    expect((await object('d/entries/1')).status).toBe(404);
  });

  test('an upload that breaks off leaves nothing', async () => {
    const store = await open('e');
    const cut = Readable.from(
      (async function* () {
        yield Buffer.alloc(100_000);
        throw new Error('cut');
      })(),
    );
    await expect(store.write('1', cut, 'alice')).rejects.toThrow('cut');
    expect(await store.about('1')).toBeNull();
    expect((await object('')).body.toString()).not.toContain('e/entries');
  });

  test('a bucket that is not there is told', async () => {
    await expect(BucketStore.open('s3://vestige-not-there', environment, LARGEST, () => {})).rejects.toThrow(
      's3://vestige-not-there: there is no such bucket',
    );
  });
});

/** A service that answers each request in its way. */
async function service(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** One that looks at nothing but the method. */
const statuses = (status: (method: string) => number) =>
  service((request, response) => {
    request.resume().on('end', () => response.writeHead(status(request.method!)).end());
  });

const openAt = (url: string, environment: NodeJS.ProcessEnv) =>
  BucketStore.open(url, environment, LARGEST, () => {});

test('a service that passes over the condition is refused', async () => {
  const AWS_ENDPOINT_URL = await statuses(() => 200);
  await expect(openAt('s3://bucket/a', { ...CREDENTIALS, AWS_ENDPOINT_URL })).rejects.toThrow(
    'its service passes over If-None-Match',
  );
});

test('a service that fails now and then is asked again', async () => {
  let asked = 0;
  let put = 0;
  const AWS_ENDPOINT_URL = await statuses((method) => {
    if (++asked % 2) return 503;
    return method === 'PUT' && ++put === 2 ? 412 : 200;
  });
  await openAt('s3://bucket/a', { ...CREDENTIALS, AWS_ENDPOINT_URL });
  expect(asked).toBe(6);
});

test('a service may close each connection after its answer', async () => {
  const refusal = Buffer.from(`<Code>Refused</Code>${' '.repeat(20_000)}`);
  const objects = new Map<string, { body: Buffer; headers: IncomingHttpHeaders }>();
  const AWS_ENDPOINT_URL = await service(async (request, response) => {
    const body = await buffer(request);
    const { method, url, headers } = request;
    const kept = objects.get(url!);
    if (method === 'PUT' && !kept) objects.set(url!, { body, headers });
    if (method === 'DELETE') objects.delete(url!);
    const metadata = Object.entries(kept?.headers ?? {}).filter(([name]) => name.startsWith('x-amz-meta-'));
    const found =
      method === 'GET' ? (kept?.body ?? refusal) : method === 'PUT' && kept ? refusal : Buffer.of();
    const status = found !== refusal ? 200 : method === 'GET' ? 404 : 412;
    const more = { connection: 'close', 'content-length': found.length };
    response.writeHead(status, { ...Object.fromEntries(metadata), ...more }).end(found);
  });
  const store = await openAt('s3://bucket/a', { ...CREDENTIALS, AWS_ENDPOINT_URL });
  const one = async (_: unknown, worker: number) => {
    for (let round = 0; round < 20; round++) {
      const hash = `${worker}.${round}`;
      const entry = randomBytes(1000 + 20_000 * round);
      expect(await store.read(hash)).toBeNull();
      expect(await store.write(hash, Readable.from([entry]), 'alice')).toBe(true);
      expect(await store.write(hash, Readable.from(['later']), 'bob')).toBe(false);
      expect(entry.equals(await buffer((await store.read(hash))!.body))).toBe(true);
    }
  };
  await Promise.all(Array.from({ length: 4 }, one));
});

test.each([
  ['s3://bucket/a', {}, 'expected credentials in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'],
  ['https://bucket', CREDENTIALS, 'expected s3://BUCKET/PREFIX'],
  ['s3://', CREDENTIALS, 'expected s3://BUCKET/PREFIX'],
  [
    's3://bucket',
    { ...CREDENTIALS, AWS_ENDPOINT_URL_S3: 'minio:9000' },
    'AWS_ENDPOINT_URL_S3 "minio:9000": expected a URL of http or https',
  ],
])('%s with %j is refused', async (url, environment, reason) => {
  await expect(openAt(url, environment)).rejects.toThrow(`${url}: ${reason}`);
});
