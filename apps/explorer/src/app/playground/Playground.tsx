import './playground.css';
import { Failure } from '../Failure.tsx';
import type { Laboratory } from '../laboratory.ts';
import type { Shelf } from '../shelf.ts';
import { useResult } from '../useResult.ts';
import { Bench } from './Bench.tsx';
import { firstPolicy } from './start.ts';

interface PlaygroundProps {
  readonly laboratory: Laboratory;
  readonly shelf: Shelf;
}

/** A chain of thought that can be edited, and what the trained policy answers after it. */
export function Playground({ laboratory, shelf }: PlaygroundProps) {
  const { value: table, error } = useResult(() => laboratory.prompts(), [laboratory]);
  const first = firstPolicy(laboratory);
  if (error) return <Failure error={error} />;
  if (!first) return <p class="note">The policies of this experiment are too large for a page.</p>;
  if (!table) return <p class="note">The policy is being unpacked.</p>;
  return <Bench laboratory={laboratory} shelf={shelf} table={table} first={first} />;
}
