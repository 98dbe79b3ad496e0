import { before, without } from '@vestige/ablation';
import type { Environment } from '@vestige/environment';
import type { Policy } from '@vestige/policy';
import { useRef, useState } from 'preact/hooks';
import { measureEffects } from '../rollouts/effects.ts';
import type { Thinking } from '../thinking.ts';
import { Tokens } from '../tokens/Tokens.tsx';
import { useResultAtOnce } from '../useResult.ts';
import { placedWords } from '../words.ts';
import { probability } from './numbers.ts';
import { shownPhrases } from './shownPhrases.ts';

interface CotPhrasesProps {
  readonly environment: Environment;
  readonly policy: Policy;
  readonly contextLength: number;
  readonly shown: Thinking;
  /** Called with what stands before the phrase. */
  readonly onSampleFrom: (before: string) => void;
  /** Called with the chain of thought without the phrase. */
  readonly onDrop: (rest: string) => void;
}

/** The chain of thought coloured by what each phrase does to the answer; a phrase can be chosen, and acted on. */
export function CotPhrases({
  environment,
  policy,
  contextLength,
  shown,
  onSampleFrom,
  onDrop,
}: CotPhrasesProps) {
  const [chosen, setChosen] = useState<{ readonly thought: string; readonly place: number }>();
  const row = useRef<HTMLDivElement>(null);
  const { thought } = shown;
  const measured = useResultAtOnce(async () => {
    const [effects] = await measureEffects(policy, environment, contextLength, [shown]);
    return { thought, phrases: effects?.phrases ?? [] };
  }, [policy, shown]).value;
  const phrases = measured?.thought === thought ? measured.phrases : [];
  const phraseAt = (place: number) => {
    const at = placedWords(thought)[place]?.start ?? -1;
    return phrases.find(({ start, end }) => start <= at && at < end);
  };
  const phrase = chosen?.thought === thought ? phraseAt(chosen.place) : undefined;
  const dropByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Delete' && event.key !== 'Backspace') return;
    const tokens = [...row.current!.querySelectorAll('.token')];
    const place = tokens.indexOf((event.target as Element).closest('.token')!);
    if (place < 0) return;
    event.preventDefault();
    const dropped = phraseAt(place);
    if (dropped) onDrop(without(thought, dropped));
  };
  const greatest = phrases.reduce((most, { effect }) => Math.max(most, effect), 0);
  return (
    <div class="pg-cot-phrases">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the tokens inside */}
      <div ref={row} class="pg-tokens" onKeyDown={dropByKey}>
        {thought === '' ? (
          <span class="note">The chain of thought is empty.</span>
        ) : (
          <Tokens
            label="Chain of thought by effect"
            tokens={shownPhrases(thought, phrases, phrase)}
            onToken={(place) => setChosen({ thought, place })}
          />
        )}
      </div>
      <p class="note">
        Blue: how far the answer moves if the phrase is dropped, {probability(greatest)} at most. Choose a
        phrase to act on it; Delete drops it.
      </p>
      <div class="pg-buttons">
        <button
          type="button"
          aria-disabled={!phrase}
          onClick={() => phrase && onSampleFrom(before(thought, phrase))}
        >
          Sample again from here
        </button>
        <button
          type="button"
          aria-disabled={!phrase}
          onClick={() => phrase && onDrop(without(thought, phrase))}
        >
          Drop this phrase
        </button>
        <span class="note" role="status">
          {phrase && (
            <>
              Chosen: <bdi>{thought.slice(phrase.start, phrase.end)}</bdi>
            </>
          )}
        </span>
      </div>
    </div>
  );
}
