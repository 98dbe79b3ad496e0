import type { Laboratory } from '../laboratory.ts';
import type { Shelf } from '../shelf.ts';

interface RolloutsProps {
  readonly laboratory: Laboratory;
  readonly shelf: Shelf;
}

export function Rollouts({ laboratory }: RolloutsProps) {
  return <p>{laboratory.runName(0)}</p>;
}
