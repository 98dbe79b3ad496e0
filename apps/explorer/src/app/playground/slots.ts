import type { Environment } from '@vestige/environment';
import { wordsOf } from '@vestige/policy';

/** A word of the question, and what may stand in its place. */
export interface Slot {
  readonly word: string;
  /** Words that make a question there, the others kept; the one that stands there among them. */
  readonly choices: readonly string[];
  /** The question with another word in this place. */
  with(word: string): string;
}

/** The words of a question: whatever keeps it a question may replace them. */
export function questionSlots(environment: Environment, question: string): Slot[] {
  const words = wordsOf(question);
  return words.map((word, place) => {
    const replaced = (other: string) => words.with(place, other).join(' ');
    const choices = environment.words.filter((other) => environment.problemOf(replaced(other)));
    return { word, choices, with: replaced };
  });
}
