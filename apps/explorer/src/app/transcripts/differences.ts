import { diffWordsWithSpace } from 'diff';

/** A stretch of text that two texts have in common, or one of them alone. */
export interface Stretch {
  readonly text: string;
  readonly is: 'same' | 'added' | 'removed';
}

/** Milliseconds that a comparison may take. */
const PATIENCE = 300;
/** Share of the longer text that has to be in common for the two to be worth comparing word by word. */
const ALIKE = 0.3;

/** How a text differs from another, word by word; undefined if they have little in common. */
export function differencesOf(own: string, shown: string): readonly Stretch[] | undefined {
  const changes = diffWordsWithSpace(own, shown, { timeout: PATIENCE });
  if (!changes) return undefined;
  const stretches = changes.map(
    ({ value, added, removed }): Stretch => ({
      text: value,
      is: added ? 'added' : removed ? 'removed' : 'same',
    }),
  );
  const common = stretches.reduce((sum, { text, is }) => sum + (is === 'same' ? text.trim().length : 0), 0);
  // What is left of a text that was cut is all in common, however short.
  const shorter = Math.min(own.length, shown.length);
  return common >= ALIKE * shorter ? stretches : undefined;
}
