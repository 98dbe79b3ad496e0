import type { Environment } from '@vestige/environment';
import type { Inference } from '@vestige/model/inference';
import { useMemo, useRef, useState } from 'preact/hooks';
import { measureEffects } from '../rollouts/effects.ts';
import { Tokens } from '../tokens/Tokens.tsx';
import { probability } from './figures.ts';
import type { Situation } from './history.ts';
import { shownPhrases } from './shownPhrases.ts';

interface ThoughtProps {
  readonly environment: Environment;
  readonly inference: Inference;
  readonly contextLength: number;
  readonly situation: Situation;
  /** Called with the tokens before the phrase. */
  readonly onSampleFrom: (before: readonly number[]) => void;
  /** Called with the chain of thought without the phrase. */
  readonly onDrop: (rest: readonly number[]) => void;
}

/** The chain of thought coloured by what each phrase does to the answer; a phrase can be chosen, and acted on. */
export function Thought({
  environment,
  inference,
  contextLength,
  situation,
  onSampleFrom,
  onDrop,
}: ThoughtProps) {
  const [chosen, setChosen] = useState<{ readonly cot: readonly number[]; readonly place: number }>();
  const row = useRef<HTMLDivElement>(null);
  const { cot } = situation;
  const phrases = useMemo(
    () => measureEffects(inference, environment, contextLength, [situation])[0]?.phrases ?? [],
    [inference, situation],
  );
  const phraseAt = (place: number) => phrases.find(({ start, end }) => start <= place && place < end);
  const phrase = chosen?.cot === cot ? phraseAt(chosen.place) : undefined;
  const drop = (place: number) => {
    const dropped = phraseAt(place);
    if (dropped) onDrop([...cot.slice(0, dropped.start), ...cot.slice(dropped.end)]);
  };
  const dropByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Delete' && event.key !== 'Backspace') return;
    const tokens = [...row.current!.querySelectorAll('.token')];
    const place = tokens.indexOf((event.target as Element).closest('.token')!);
    if (place < 0) return;
    event.preventDefault();
    drop(place);
  };
  const greatest = phrases.reduce((most, { effect }) => Math.max(most, effect), 0);
  return (
    <div class="pg-thought">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the tokens inside */}
      <div ref={row} class="pg-tokens" onKeyDown={dropByKey}>
        {cot.length === 0 ? (
          <span class="note">The chain of thought is empty.</span>
        ) : (
          <Tokens
            label="Chain of thought by effect"
            tokens={shownPhrases(environment, cot, phrases, phrase)}
            onToken={(place) => setChosen({ cot, place })}
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
          onClick={() => phrase && onSampleFrom(cot.slice(0, phrase.start))}
        >
          Sample again from here
        </button>
        <button type="button" aria-disabled={!phrase} onClick={() => phrase && drop(phrase.start)}>
          Drop this phrase
        </button>
        <span class="note" role="status">
          {phrase && (
            <>
              Chosen:{' '}
              <bdi>
                {cot
                  .slice(phrase.start, phrase.end)
                  .map((token) => environment.vocabulary[token])
                  .join(' ')}
              </bdi>
            </>
          )}
        </span>
      </div>
    </div>
  );
}
