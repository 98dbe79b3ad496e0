import { type RandomStream, randomStream } from '@vestige/random';
import { useRef } from 'preact/hooks';

/** Random numbers for one click after the other: other ones each time, the same in every copy of the page. */
export function useStreams(): (purpose: string) => RandomStream {
  const clicks = useRef(0);
  return (purpose) => randomStream(clicks.current++, 'playground', purpose);
}
