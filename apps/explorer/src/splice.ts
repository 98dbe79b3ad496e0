import type { Splice } from './format.ts';

/** A text by another that it has its beginning and its end in common with. */
export function spliceOf(own: string, shown: string): Splice {
  const most = Math.min(own.length, shown.length);
  let first = 0;
  while (first < most && own[first] === shown[first]) first++;
  let last = 0;
  while (last < most - first && own.at(-1 - last) === shown.at(-1 - last)) last++;
  return [first, shown.slice(first, shown.length - last), last];
}

/** The text that {@link spliceOf} took apart. */
export function spliced(own: string, [first, inserted, last]: Splice): string {
  return own.slice(0, first) + inserted + own.slice(own.length - last);
}
