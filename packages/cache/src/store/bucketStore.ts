import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { contentOf, spool } from '../files/spool.ts';
import { unnamedFile } from '../files/unnamedFile.ts';
import { Bucket, BucketError, isOk, passOver } from './bucket.ts';
import { ABOUT, type About, type Entry, type OnDamaged, StorageFull, type Store } from './store.ts';

const PREFIX = 'x-amz-meta-vestige-';

/**
 * Entries in an S3 bucket: `entries/HASH`, with what is known of it in the object's own metadata, and
 * `quarantine/HASH.TIME`. An entry passes through a temporary file without a name on its way, in both directions: its digest
 * has to be known before the first byte of it is written there, or served from here.
 *
 * An object is written with `If-None-Match: *`, so that of two that write the same hash one wins.
 */
export class BucketStore implements Store {
  readonly place: string;
  readonly #bucket: Bucket;
  readonly #largest: number;
  readonly #onDamaged: OnDamaged;

  private constructor(bucket: Bucket, largest: number, onDamaged: OnDamaged) {
    this.place = bucket.name;
    this.#bucket = bucket;
    this.#largest = largest;
    this.#onDamaged = onDamaged;
  }

  /**
   * Opens the store in a bucket, after a try that it keeps what is there from being written again.
   *
   * @param url `s3://BUCKET/PREFIX`
   * @param largest bytes of an entry
   * @throws {BucketError} if it cannot be used so
   */
  static async open(
    url: string,
    environment: NodeJS.ProcessEnv,
    largest: number,
    onDamaged: OnDamaged,
  ): Promise<BucketStore> {
    const bucket = new Bucket(url, environment);
    await expectWriteOnce(bucket);
    return new BucketStore(bucket, largest, onDamaged);
  }

  async about(hash: string): Promise<About | null> {
    const response = await this.#bucket.ask('HEAD', keyOf(hash), { expected: [404] });
    await passOver(response);
    if (response.statusCode === 404) return null;
    return await this.#aboutIn(hash, response);
  }

  async read(hash: string): Promise<Entry | null> {
    const response = await this.#bucket.ask('GET', keyOf(hash), { expected: [404] });
    if (response.statusCode === 404) {
      await passOver(response);
      return null;
    }
    const about = await this.#aboutIn(hash, response);
    if (about === null) {
      response.destroy();
      return null;
    }
    const file = await unnamedFile();
    try {
      const found = await spool(response, file, Number.POSITIVE_INFINITY);
      if (found.sha256 === about.sha256) return { about, body: file.createReadStream({ start: 0 }) };
      await this.#quarantine(hash, about, `SHA-256 ${found.sha256}, expected ${about.sha256}`);
    } catch (error) {
      response.destroy();
      await file.close();
      throw error;
    }
    await file.close();
    return null;
  }

  async write(hash: string, body: Readable, writer: string): Promise<boolean> {
    const file = await unnamedFile();
    try {
      const { sha256, size } = await spool(body, file, this.#largest);
      const about: About = { sha256, size, written: new Date().toISOString(), writer };
      const response = await this.#bucket.ask('PUT', keyOf(hash), {
        headers: {
          'content-length': String(size),
          'content-type': 'application/octet-stream',
          'if-none-match': '*',
          'x-amz-content-sha256': sha256,
          ...metadataOf(about),
        },
        body: () => contentOf(file),
        // 409: another is being written at this moment.
        expected: [409, 412, 507],
      });
      await passOver(response);
      if (response.statusCode === 507) throw new StorageFull('the bucket has no space left');
      return isOk(response);
    } finally {
      await file.close();
    }
  }

  async sweep(): Promise<void> {}

  async #aboutIn(hash: string, { headers }: IncomingMessage): Promise<About | null> {
    const parsed = ABOUT.safeParse({
      sha256: headers[`${PREFIX}sha256`],
      size: Number(headers['content-length']),
      written: headers[`${PREFIX}written`],
      writer: headers[`${PREFIX}writer`],
    });
    if (parsed.success) return parsed.data;
    await this.#quarantine(hash, null, 'its metadata are not those of an entry');
    return null;
  }

  async #quarantine(hash: string, about: About | null, reason: string): Promise<void> {
    const key = `quarantine/${hash}.${new Date().toISOString().replaceAll(':', '')}`;
    await this.#bucket.move(keyOf(hash), key);
    this.#onDamaged(hash, about, key, reason);
  }
}

const keyOf = (hash: string) => `entries/${hash}`;

const metadataOf = ({ sha256, written, writer }: About) => ({
  [`${PREFIX}sha256`]: sha256,
  [`${PREFIX}written`]: written,
  [`${PREFIX}writer`]: writer,
});

/** Some services that speak S3 pass over the condition: entries there could be written again. */
async function expectWriteOnce(bucket: Bucket): Promise<void> {
  const key = `probe/${randomUUID()}`;
  const request = { headers: { 'if-none-match': '*' }, expected: [409, 412] };
  await passOver(await bucket.ask('PUT', key, request));
  const second = await bucket.ask('PUT', key, request);
  await passOver(second);
  await passOver(await bucket.ask('DELETE', key, { expected: [404] }));
  if (isOk(second)) {
    throw new BucketError(
      `${bucket.name}: its service passes over If-None-Match, so that entries could be written again; expected one that knows conditional writes`,
    );
  }
}
