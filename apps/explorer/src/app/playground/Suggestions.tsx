import { probability } from './numbers.ts';
import type { Suggestion } from './suggestions.ts';

interface SuggestionsProps {
  readonly id: string;
  readonly suggestions: readonly Suggestion[];
  /** Place of the one that Enter takes, -1 if none. */
  readonly active: number;
  readonly onTake: (word: string) => void;
}

/** Words that would go on there, each with how probable the policy finds it. */
export function Suggestions({ id, suggestions, active, onTake }: SuggestionsProps) {
  return (
    <div role="listbox" id={id} class="pg-words" aria-label="Words that the policy would write there">
      {suggestions.map(({ word, probability: chance }, i) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text field's
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text field
        <span
          key={word}
          role="option"
          id={`${id}-${i}`}
          aria-selected={i === active}
          // The text field keeps the focus and its caret.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(word)}
        >
          <bdi>{word}</bdi>
          {chance !== undefined && <small> {probability(chance)}</small>}
        </span>
      ))}
    </div>
  );
}
