import { buffer } from 'node:stream/consumers';
import { inflateRawSync, zstdDecompressSync } from 'node:zlib';
import { type Entry as Member, openPromise, type ZipFile } from 'yauzl';
import { ImportError } from '../importError.ts';
import type { Entry } from './entry.ts';
import { parseRecord } from './parseRecord.ts';

const SAMPLE = /^samples\/.+\.json$/;

/** Most bytes of a member, unpacked: a text in memory cannot be longer. */
const LARGEST = 2 ** 29 - 24;

/**
 * Reads the samples of a log of Inspect, a ZIP file whose members are stored, deflated or compressed with Zstandard.
 *
 * @throws {ImportError} if it is no ZIP file, or is cut off
 */
export async function* readEval(path: string): AsyncGenerator<readonly Entry[]> {
  let zip: ZipFile;
  try {
    zip = await openPromise(path, { lazyEntries: true, autoClose: false, validateEntrySizes: false });
  } catch (error) {
    throw notZip(path, error as Error);
  }
  try {
    let line = 0;
    for await (const member of membersOf(zip)) {
      if (SAMPLE.test(member.fileName)) yield [await entryOf(zip, member, ++line)];
    }
  } catch (error) {
    throw notZip(path, error as Error);
  } finally {
    zip.close();
  }
}

function notZip(path: string, { message }: Error): ImportError {
  return new ImportError(
    `${path}: cannot be read as ZIP (${message.split('\n')[0]}); expected a log of Inspect`,
  );
}

async function* membersOf(zip: ZipFile): AsyncGenerator<Member> {
  for (;;) {
    const { promise, resolve, reject } = Promise.withResolvers<Member | null>();
    zip.once('entry', resolve);
    zip.once('end', () => resolve(null));
    zip.once('error', reject);
    zip.readEntry();
    const member = await promise;
    zip.removeAllListeners();
    if (!member) return;
    yield member;
  }
}

/** A member that cannot be unpacked is told, and the others are read. */
async function entryOf(zip: ZipFile, member: Member, line: number): Promise<Entry> {
  const { fileName, uncompressedSize } = member;
  if (uncompressedSize > LARGEST) {
    return { line, reason: `${fileName} has ${uncompressedSize} bytes; expected ${LARGEST} at most` };
  }
  try {
    const packed = await buffer(await zip.openReadStreamPromise(member, { decodeFileData: false }));
    return parseRecord(unpack(packed, member).toString('utf8'), line);
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    return { line, reason: `${fileName} cannot be unpacked (${reason}); expected a sample` };
  }
}

function unpack(packed: Buffer, { compressionMethod }: Member): Buffer {
  const limit = { maxOutputLength: LARGEST };
  if (compressionMethod === 0) return packed;
  if (compressionMethod === 8) return inflateRawSync(packed, limit);
  if (compressionMethod === 93) return unpackFrames(packed);
  throw new Error(`compression method ${compressionMethod}`);
}

/** Inspect writes what is large as several frames; the decoder stops after one. */
function unpackFrames(packed: Buffer): Buffer {
  const frames: Buffer[] = [];
  let left = LARGEST;
  for (let at = 0; at < packed.length; ) {
    const { buffer, engine } = zstdDecompressSync(packed.subarray(at), {
      maxOutputLength: left,
      info: true,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    frames.push(buffer);
    left -= buffer.length;
    at += engine.bytesWritten;
  }
  return Buffer.concat(frames);
}
