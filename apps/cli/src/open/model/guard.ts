import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Why a request to the model is refused, as a status; undefined if it comes from the page. Its host is known to be ours. A
 * page of another site has another origin, and cannot know the token.
 */
export function refusalOf({ headers, headersDistinct }: IncomingMessage, token: string): number | undefined {
  const [host] = headersDistinct.host ?? [];
  const isOwn = headersDistinct.origin?.length === 1 && headers.origin === `http://${host?.toLowerCase()}`;
  const site = headers['sec-fetch-site'];
  if (!isOwn || (site !== undefined && site !== 'same-origin')) return 403;
  if (!isSame(headers.authorization ?? '', `Bearer ${token}`)) return 403;
  return headers['content-type'] === 'application/json' ? undefined : 415;
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
