import { ANSWERS_FROM } from '@vestige/analysis/thresholds';
import type { Environment } from '@vestige/environment';
import { listAt } from '../lists.ts';
import { type RolloutTable, thoughtOf } from '../rolloutTable.ts';
import type { ShownToken } from '../tokens/Tokens.tsx';
import { isControl, placedWords } from '../words.ts';
import type { Effects } from './effects.ts';
import { decimal, signed } from './numbers.ts';
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
  const begun = new Map(environment.units(thoughtOf(table, row)).map(({ start, kind }) => [start, kind]));
  const colourOf = colouring(table, row, environment, colours, effects);
  return placedWords(table.raw.text(row)).map(({ word, start }, place) => ({
    word,
    quiet: isControl(word),
    phrase: begun.get(start),
    ...colourOf(place, start),
  }));
}

type Colour = Pick<ShownToken, 'shade' | 'told'>;

/** The colour of a word by its place among the words, and among the characters of the completion. */
function colouring(
  table: RolloutTable,
  row: number,
  { answers }: Environment,
  colours: Colours,
  effects: Effects | undefined,
): (place: number, at: number) => Colour {
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
  return (_place, at) => {
    const phrase = phrases.find(({ start, end }) => at >= start && at < end);
    if (!phrase) return {};
    const [before, after] = [own[likely]!, phrase.without[likely]!].map((p) => decimal(p, 2));
    return {
      shade: phrase.effect,
      told: `effect ${decimal(phrase.effect, 2)}, P(${answers[likely]}) ${before}, without the phrase ${after}${phrase.mass < ANSWERS_FROM ? `, where it does not answer (${decimal(phrase.mass, 2)} on answers)` : ''}`,
    };
  };
}
