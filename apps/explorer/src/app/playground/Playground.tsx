import type { Laboratory } from '../laboratory.ts';
import type { Shelf } from '../shelf.ts';

interface PlaygroundProps {
  readonly laboratory: Laboratory;
  readonly shelf: Shelf;
}

export function Playground({ laboratory }: PlaygroundProps) {
  return <p>{laboratory.runName(0)}</p>;
}
