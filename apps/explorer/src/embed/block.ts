import { gzipSync } from 'node:zlib';

/** Bytes as the page holds them: gzip in base64. */
export function block(bytes: Uint8Array | string): string {
  return gzipSync(bytes, { level: 9 }).toString('base64');
}
