import './rollouts.css';
import { Failure } from '../Failure.tsx';
import type { PageData } from '../pageData.ts';
import type { PlaygroundRequests } from '../playgroundRequests.ts';
import { useResult } from '../useResult.ts';
import { RolloutBrowser } from './RolloutBrowser.tsx';

interface RolloutsProps {
  readonly pageData: PageData;
  readonly requests: PlaygroundRequests;
}

/** The rollouts in the page, to be searched, and what reinforced and what moves each of their tokens. */
export function Rollouts({ pageData, requests }: RolloutsProps) {
  const { value: table, error } = useResult(() => pageData.rollouts(), [pageData]);
  if (error) return <Failure error={error} />;
  if (!table) return <p class="note">Unpacking the rollouts.</p>;
  if (table.rows === 0) return <p class="note">The page holds no rollouts.</p>;
  return <RolloutBrowser pageData={pageData} requests={requests} table={table} />;
}
