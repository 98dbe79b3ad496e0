/** A tensor in a safetensors file. */
export interface StoredTensor {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: Float32Array;
}

/**
 * Encodes float32 tensors in the safetensors format: eight bytes of header length (little-endian), a JSON
 * header, the data. https://huggingface.co/docs/safetensors
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  let offset = 0;
  const entries = Array.from(tensors, ([name, { shape, data }]) => {
    const from = offset;
    offset += data.byteLength;
    return [name, { dtype: 'F32', shape, data_offsets: [from, offset] }];
  });
  const json = new TextEncoder().encode(
    JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }),
  );
  // Readers that map the file into memory want the data aligned; the format allows trailing spaces.
  const header = new Uint8Array(Math.ceil(json.length / 8) * 8).fill(' '.charCodeAt(0));
  header.set(json);
  const bytes = new Uint8Array(8 + header.length + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  let at = 8 + header.length;
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** Longest header that the format allows, bytes. */
const LONGEST_HEADER = 100_000_000;

/**
 * Decodes a safetensors file of float32 tensors, as strictly as the format wants it: every byte of the data belongs to
 * exactly one tensor. Values are finite.
 *
 * @throws with a one-line reason if it is not one
 */
export function decodeSafetensors(bytes: Uint8Array): {
  tensors: Map<string, StoredTensor>;
  metadata: Record<string, string>;
} {
  if (bytes.length < 8) throw new Error('truncated: no header length');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > LONGEST_HEADER) {
    throw new Error(`its header would have ${headerLength} bytes; expected at most ${LONGEST_HEADER}`);
  }
  if (headerLength > bytes.length - 8) throw new Error('truncated or not a safetensors file');
  const { __metadata__: metadata = {}, ...entries } = headerOf(bytes.subarray(8, 8 + headerLength));
  const data = bytes.subarray(8 + headerLength);
  const places = Object.entries(entries).map(([name, entry]) => placeOf(name, entry));
  expectCovered(places, data.length);
  const tensors = places.map(({ name, shape, from, to }) => {
    // A copy, since data in the file need not be aligned.
    const values = new Float32Array(Uint8Array.from(data.subarray(from, to)).buffer);
    expectFinite(name, values);
    return [name, { shape, data: values }] as const;
  });
  return { tensors: new Map(tensors), metadata: metadataOf(metadata) };
}

type Header = Record<string, unknown>;

const isObject = (value: unknown): value is Header =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function headerOf(bytes: Uint8Array): Header {
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    header = JSON.parse(text);
  } catch {
    throw new Error('its header is not JSON');
  }
  if (!isObject(header)) throw new Error('its header is not an object of tensors');
  const names = keysOf(text);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`tensor ${told(twice)} stands twice in its header`);
  return header;
}

/** The keys of a JSON object as they stand in its text, those that stand twice included. */
function keysOf(json: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  for (const [token, key] of json.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (key !== undefined && depth === 1) keys.push(JSON.parse(key));
  }
  return keys;
}

function metadataOf(metadata: unknown): Record<string, string> {
  if (isObject(metadata) && Object.values(metadata).every((value) => typeof value === 'string')) {
    return metadata as Record<string, string>;
  }
  throw new Error('__metadata__ in its header: expected an object of strings');
}

/** Where a tensor lies in the data, bytes [from, to). */
interface Place {
  readonly name: string;
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

function placeOf(name: string, entry: unknown): Place {
  const fail = (reason: string) => new Error(`tensor ${told(name)}${reason}`);
  if (!isObject(entry)) throw fail(': expected an object with dtype, shape and data_offsets');
  const { dtype, shape, data_offsets: offsets } = entry;
  if (dtype !== 'F32') throw fail(` is ${JSON.stringify(dtype)}; expected "F32"`);
  if (!isWholeNumbers(shape)) throw fail(': its shape is no list of whole numbers from 0');
  if (!isWholeNumbers(offsets) || offsets.length !== 2) {
    throw fail(': its data_offsets are not two whole numbers from 0');
  }
  const [from, to] = offsets as [number, number];
  const length = 4 * shape.reduce((product, size) => product * size, 1);
  if (to - from !== length) {
    throw fail(`: ${to - from} bytes from ${from} to ${to}; its shape [${shape}] has ${length}`);
  }
  return { name, shape, from, to };
}

function isWholeNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

/** @param length of the data, bytes */
function expectCovered(places: readonly Place[], length: number): void {
  let covered = 0;
  for (const { name, from, to } of places.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    if (to > length) throw new Error(`truncated: tensor ${told(name)} ends past the file`);
    if (from < covered) throw new Error(`tensor ${told(name)} overlaps the one before it`);
    if (from > covered) throw new Error(`bytes ${covered} to ${from} of its data belong to no tensor`);
    covered = to;
  }
  if (covered < length) throw new Error(`bytes ${covered} to ${length} of its data belong to no tensor`);
}

function expectFinite(name: string, values: Float32Array): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0)
    throw new Error(`tensor ${told(name)} holds ${values[at]} at place ${at}; expected finite numbers`);
}

/** A name in a message, which stays one line. */
function told(name: string): string {
  return JSON.stringify(name).slice(1, -1);
}
