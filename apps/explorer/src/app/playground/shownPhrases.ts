import { ANSWERS_FROM } from '@vestige/analysis/thresholds';
import type { Unit } from '@vestige/environment';
import type { PhraseEffect } from '../rollouts/effects.ts';
import type { ShownToken } from '../tokens/Tokens.tsx';
import { placedWords } from '../words.ts';
import { probability } from './numbers.ts';

/** Words of a chain of thought, coloured by the effect of their phrases; all but a chosen phrase are set back. */
export function shownPhrases(
  thought: string,
  phrases: readonly PhraseEffect[],
  chosen: Unit | undefined,
): ShownToken[] {
  return placedWords(thought).map(({ word, start: at }) => {
    const phrase = phrases.find(({ start, end }) => start <= at && at < end);
    if (!phrase) return { word };
    return {
      word,
      shade: phrase.effect,
      told:
        phrase.mass < ANSWERS_FROM
          ? `without it the policy does not answer: ${probability(phrase.mass)} on answers`
          : `without it the answer moves by ${probability(phrase.effect)}`,
      ...(at === phrase.start && { phrase: phrase.kind }),
      quiet: chosen !== undefined && chosen.start !== phrase.start,
    };
  });
}
