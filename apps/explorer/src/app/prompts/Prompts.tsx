import type { Laboratory } from '../laboratory.ts';
import type { Shelf } from '../shelf.ts';

interface PromptsProps {
  readonly laboratory: Laboratory;
  readonly shelf: Shelf;
}

export function Prompts({ laboratory }: PromptsProps) {
  return <p>{laboratory.runName(0)}</p>;
}
