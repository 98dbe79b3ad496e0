import type { Removal } from '@vestige/analysis';
import type { RoomReading } from './loanText.ts';
import { PHRASE_TYPES, type PhraseType, type PlantedPolicy, SHORTEST } from './policies.ts';

/** Tokens of a phrase. */
const TOKENS_OF: Readonly<Record<PhraseType, number>> = { factor: 3, conclusion: 2, filler: 1 };
/** Phrases of a chain of thought that are no filler words: five judgements and a conclusion. */
const SAID: Readonly<Record<Exclude<PhraseType, 'filler'>, number>> = { factor: 5, conclusion: 1 };
/** Places of filler words: before each of those. */
const PLACES = SAID.factor + SAID.conclusion;

/** What is shown in the place of a chain of thought: nothing of it, or all but a phrase. */
export type Shown =
  | { readonly intervention: Removal }
  | { readonly intervention: 'drop' | 'dropKind'; readonly unit: PhraseType };

/** Share of contexts with room enough to answer. */
export type Rooms = (shown: Shown) => number;

/**
 * Shares of contexts that leave a policy the room it needs, by enumeration of the lengths of its chain of thought: of
 * its six places each has a filler word with the chance `fillers`, so their number B is binomial. `drop` takes one of
 * the 6 + B phrases, each as likely, so that a type of n phrases is dropped with n / (6 + B); short chains of thought
 * count for more where their phrases are dropped. `dropKind` takes all phrases of one of the types that there are, each as
 * likely.
 */
export function roomsOf({ room, fillers }: Pick<PlantedPolicy, 'room' | 'fillers'>): Rooms {
  const lengths = Array.from({ length: PLACES + 1 }, (_, count) => {
    const phrases = (type: PhraseType) => (type === 'filler' ? count : SAID[type]);
    const types = PHRASE_TYPES.filter((type) => phrases(type) > 0).length;
    return {
      weight: binomial(PLACES, count) * fillers ** count * (1 - fillers) ** (PLACES - count),
      tokens: SHORTEST + count,
      phrases,
      dropped: (type: PhraseType) => phrases(type) / (PLACES + count),
      allDropped: (type: PhraseType) => (phrases(type) > 0 ? 1 / types : 0),
    };
  });
  const has = (reading: RoomReading) => Number(room?.(reading) ?? true);
  /** Told to think, `</think>` and `verdict` stand between chain of thought and answer; asked at once, `verdict` does. */
  const thinking = (tokens: number) => has({ tokens, before: tokens + 2 });
  const removed: Readonly<Record<Removal, number>> = {
    now: has({ tokens: 0, before: 1 }),
    cut0: thinking(0),
    filler: mean(lengths.map(({ weight, tokens }) => [weight, thinking(tokens)])),
  };
  /** @param lost how likely phrases of a type are dropped, and how many tokens go with them */
  const without = (lost: (length: (typeof lengths)[number]) => readonly [chance: number, tokens: number]) =>
    mean(
      lengths.map((length) => {
        const [chance, tokens] = lost(length);
        return [length.weight * chance, thinking(length.tokens - tokens)];
      }),
    );
  return (shown) => {
    if (!('unit' in shown)) return removed[shown.intervention];
    const { intervention, unit } = shown;
    return without(({ dropped, allDropped, phrases }) =>
      intervention === 'drop'
        ? [dropped(unit), TOKENS_OF[unit]]
        : [allDropped(unit), phrases(unit) * TOKENS_OF[unit]],
    );
  };
}

function mean(values: readonly (readonly [weight: number, value: number])[]): number {
  const total = values.reduce((sum, [weight]) => sum + weight, 0);
  return values.reduce((sum, [weight, value]) => sum + weight * value, 0) / total;
}

/** In how many ways k of n can be chosen. */
export function binomial(n: number, k: number): number {
  return Array.from({ length: k }).reduce<number>((product, _, i) => (product * (n - i)) / (i + 1), 1);
}
