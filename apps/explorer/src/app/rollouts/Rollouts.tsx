import './rollouts.css';
import { Failure } from '../Failure.tsx';
import type { Laboratory } from '../laboratory.ts';
import type { Shelf } from '../shelf.ts';
import { useResult } from '../useResult.ts';
import { RolloutBrowser } from './RolloutBrowser.tsx';

interface RolloutsProps {
  readonly laboratory: Laboratory;
  readonly shelf: Shelf;
}

/** The rollouts in the page, to be searched, and what reinforced and what moves each of their tokens. */
export function Rollouts({ laboratory, shelf }: RolloutsProps) {
  const { value: table, error } = useResult(() => laboratory.rollouts(), [laboratory]);
  if (error) return <Failure error={error} />;
  if (!table) return <p class="note">Unpacking the rollouts.</p>;
  if (table.rows === 0) return <p class="note">The page holds no rollouts.</p>;
  return <RolloutBrowser laboratory={laboratory} shelf={shelf} table={table} />;
}
