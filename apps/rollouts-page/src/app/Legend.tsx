import type { BrowseFacts } from '../protocol.ts';
import { signed } from './Text.tsx';

interface LegendProps {
  readonly facts: BrowseFacts;
  readonly largest: number;
}

/** What the colours of sentences say. */
export function Legend({ facts, largest }: LegendProps) {
  if (facts.features.length === 0) {
    return (
      <p class="note">
        No sentence is coloured: no feature of the text was found to be reinforced or worn away.
      </p>
    );
  }
  return (
    <p class="scale note">
      <span>{signed(-largest)}</span>
      <span class="ramp" role="img" aria-label="from worn away to reinforced" />
      <span>{signed(largest)}</span>
      <span class="scale-words">
        A sentence has the colour of the reinforcement that it received over all of training, where it was
        found as a whole; else of the feature in it that received most, up or down. Point at it for its
        figure, or unfold the rollout.
      </span>
    </p>
  );
}
