import { ANSWERS_FROM } from '@vestige/analysis/thresholds';
import type { Environment, Phrase } from '@vestige/environment';
import type { PhraseEffect } from '../rollouts/effects.ts';
import type { ShownToken } from '../tokens/Tokens.tsx';
import { probability } from './figures.ts';

/** Tokens of a chain of thought, coloured by the effect of their phrases; all but a chosen phrase are set back. */
export function shownPhrases(
  { vocabulary }: Environment,
  cot: readonly number[],
  phrases: readonly PhraseEffect[],
  chosen: Phrase | undefined,
): ShownToken[] {
  return cot.map((token, place) => {
    const word = vocabulary[token]!;
    const phrase = phrases.find(({ start, end }) => start <= place && place < end);
    if (!phrase) return { word };
    return {
      word,
      shade: phrase.effect,
      told:
        phrase.mass < ANSWERS_FROM
          ? `without it the policy does not answer: ${probability(phrase.mass)} on answers`
          : `without it the answer moves by ${probability(phrase.effect)}`,
      ...(place === phrase.start && { phrase: phrase.type }),
      quiet: chosen !== undefined && chosen.start !== phrase.start,
    };
  });
}
