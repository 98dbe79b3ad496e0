import './playground.css';
import { Failure } from '../Failure.tsx';
import type { PageData } from '../pageData.ts';
import type { PlaygroundRequests } from '../playgroundRequests.ts';
import { useResult } from '../useResult.ts';
import { LoadedPlayground } from './LoadedPlayground.tsx';
import { firstPolicy } from './start.ts';

interface PlaygroundProps {
  readonly pageData: PageData;
  readonly requests: PlaygroundRequests;
}

/** A chain of thought that can be edited, and what the trained policy answers after it. */
export function Playground({ pageData, requests }: PlaygroundProps) {
  const { value: table, error } = useResult(() => pageData.prompts(), [pageData]);
  const first = firstPolicy(pageData);
  if (error) return <Failure error={error} />;
  if (!first) return <p class="note">The policies of this experiment are too large for a page.</p>;
  if (!table) return <p class="note">The policy is being unpacked.</p>;
  return <LoadedPlayground pageData={pageData} requests={requests} table={table} first={first} />;
}
