import { useEffect, useState } from 'preact/hooks';
import type { BrowseFacts } from '../protocol.ts';
import type { Client } from './client.ts';

/** Milliseconds between two looks at an index that is being made. */
const PAUSE = 3000;

/** What can be asked for, which becomes more while rollouts are missing in the index. */
export function useFacts(client: Client, first: BrowseFacts): BrowseFacts {
  const [facts, setFacts] = useState(first);
  useEffect(() => {
    if (facts.missing === 0) return;
    // Without an answer there is none to the next search either, which says so.
    const timer = setTimeout(() => client.facts().then(setFacts, () => {}), PAUSE);
    return () => clearTimeout(timer);
  }, [facts]);
  return facts;
}
