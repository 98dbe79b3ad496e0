import { CONTROL_WORDS } from '@vestige/policy';

/** A word of a text, and the characters that it takes there. */
export interface PlacedWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** The words of a text, where they stand. */
export function placedWords(text: string): PlacedWord[] {
  return Array.from(text.matchAll(/\S+/g), ({ 0: word, index }) => ({
    ...{ word, start: index, end: index + word.length },
  }));
}

/** Whether a word only steers the policy. */
export function isControl(word: string): boolean {
  return (CONTROL_WORDS as readonly string[]).includes(word);
}
