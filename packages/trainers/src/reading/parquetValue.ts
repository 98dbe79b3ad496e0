import type { SchemaElement } from 'hyparquet';

/**
 * How values of a column become what JSON would have: text of bytes, bigint of all whole numbers (those of 64 bits are
 * bigint already). A value that stands in several rows in turn is decoded once.
 */
export function decoderOf({ type, converted_type: as }: SchemaElement): (value: unknown) => unknown {
  if (type === 'INT32' && as !== 'DECIMAL') {
    return (value) => (typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : plain(value));
  }
  if (type !== 'BYTE_ARRAY') return plain;
  let last: unknown;
  let text: unknown;
  return (value) => {
    if (value !== last) {
      text = plain(value);
      last = value;
    }
    return text;
  };
}

/** A value of a list, a structure or a time, as JSON would have it. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return textOf(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}

/** The page that was decoded last. */
let page: Buffer<ArrayBufferLike> = Buffer.alloc(0);

function textOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  // Texts lie one behind another in the memory of a page: one view of it serves all.
  if (page.buffer !== buffer) page = Buffer.from(buffer);
  return page.toString('utf8', byteOffset, byteOffset + byteLength);
}
