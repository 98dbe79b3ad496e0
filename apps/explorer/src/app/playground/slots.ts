import type { Environment } from '@vestige/environment';

/** A word of the prompt, and what may stand in its place. */
export interface Slot {
  readonly place: number;
  /** Token ids that make a prompt there, the others kept; the one that stands there among them. */
  readonly choices: readonly number[];
}

/** The words of a prompt between `<bos>` and the mode token: whatever keeps it a prompt may replace them. */
export function promptSlots(environment: Environment, prompt: readonly number[]): Slot[] {
  return prompt.slice(1, -1).map((_, i) => {
    const place = i + 1;
    const choices = environment.vocabulary.flatMap((_, token) =>
      environment.readPrompt(prompt.with(place, token)) ? [token] : [],
    );
    return { place, choices };
  });
}
