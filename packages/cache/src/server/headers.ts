import type { About } from '../store/store.ts';

/** Digest of the body, as RFC 9530 writes it. */
export const DIGEST_HEADER = 'content-digest';
/** Name of the token that wrote an entry. */
export const WRITER_HEADER = 'x-vestige-writer';
/** When it was written, ISO 8601. */
export const WRITTEN_HEADER = 'x-vestige-written';

/** What is told of an entry with its bytes. */
export function headersOf({ sha256, size, writer, written }: About): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    'content-length': String(size),
    [DIGEST_HEADER]: `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
    [WRITER_HEADER]: writer,
    [WRITTEN_HEADER]: written,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  };
}

/** The SHA-256 in a `Content-Digest`, hexadecimal; null without one. */
export function sha256In(header: string | null | undefined): string | null {
  const [, digest] = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/.exec(header ?? '') ?? [];
  return digest === undefined ? null : Buffer.from(digest, 'base64').toString('hex');
}
