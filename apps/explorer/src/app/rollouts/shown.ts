import { ANSWERS_FROM } from '@vestige/analysis/thresholds';
import type { Environment } from '@vestige/environment';
import { listAt } from '../lists.ts';
import { type RolloutTable, thoughtOf } from '../rolloutTable.ts';
import type { ShownToken } from '../tokens/Tokens.tsx';
import { isControl } from '../tokens/Words.tsx';
import type { Effects } from './effects.ts';
import { decimal, signed } from './figures.ts';
import { reinforcement } from './reinforcement.ts';

/** What the colours of tokens say. */
export type Colours =
  | { readonly by: 'nothing' }
  /** `range` is that which has the full colour. */
  | { readonly by: 'reinforcement'; readonly range: number }
  | { readonly by: 'effect' };

/** The completion of a row in words, phrase by phrase, coloured. */
export function shownTokens(
  table: RolloutTable,
  row: number,
  environment: Environment,
  colours: Colours,
  effects: Effects | undefined,
): ShownToken[] {
  const { cot } = thoughtOf(table, row);
  const begun = new Map(environment.phrases(cot).map(({ start, type }) => [start, type]));
  const colourOf = colouring(table, row, environment, colours, effects);
  return Array.from(listAt(table.completion, row), (token, place) => ({
    word: environment.vocabulary[token]!,
    quiet: isControl(token),
    phrase: begun.get(place),
    ...colourOf(place),
  }));
}

type Colour = Pick<ShownToken, 'shade' | 'told'>;

function colouring(
  table: RolloutTable,
  row: number,
  { answers, vocabulary }: Environment,
  colours: Colours,
  effects: Effects | undefined,
): (place: number) => Colour {
  if (colours.by === 'nothing') return () => ({});
  if (colours.by === 'reinforcement') {
    if (table.evaluation[row]) return () => ({});
    const improbability = listAt(table.improbability, row);
    const received = reinforcement(table.advantage[row]!, improbability);
    return (place) => ({
      shade: colours.range > 0 ? received[place]! / colours.range : 0,
      told: `reinforcement ${signed(received[place]!, 3)}, p ${decimal(1 - improbability[place]! / 255, 2)}`,
    });
  }
  if (!effects) return () => ({});
  const { own, phrases } = effects;
  const likely = own.indexOf(Math.max(...own));
  return (place) => {
    const phrase = phrases.find(({ start, end }) => place >= start && place < end);
    if (!phrase) return {};
    const [before, after] = [own[likely]!, phrase.without[likely]!].map((p) => decimal(p, 2));
    return {
      shade: phrase.effect,
      told: `effect ${decimal(phrase.effect, 2)}, P(${vocabulary[answers[likely]!]}) ${before}, without the phrase ${after}${phrase.mass < ANSWERS_FROM ? `, where it does not answer (${decimal(phrase.mass, 2)} on answers)` : ''}`,
    };
  };
}
