import { type Environment, type Phrase, TOKENS } from '@vestige/environment';
import type { Inference } from '@vestige/model/inference';

/** A prompt and the chain of thought whose effect is wanted. */
export interface Thought {
  readonly prompt: readonly number[];
  readonly cot: readonly number[];
}

export interface PhraseEffect extends Phrase {
  /** Total variation distance to the answers after the whole, 0 to 1. */
  readonly effect: number;
  /** Probability of each answer after the rest, [answers]. */
  readonly without: readonly number[];
  /** Probability of all answers together after the rest, among all words. */
  readonly mass: number;
}

/** What a chain of thought does to the answer. Probabilities are in the order of the environment's answers. */
export interface Effects {
  /** After the chain of thought, [answers]. */
  readonly own: readonly number[];
  /** After an empty one, [answers]. */
  readonly empty: readonly number[];
  /** Probability of all answers together after the chain of thought, and after an empty one, among all words. */
  readonly mass: { readonly own: number; readonly empty: number };
  readonly phrases: readonly PhraseEffect[];
}

/**
 * Effect of each phrase on the answer, as `drop` of the battery has it: the total variation distance
 * 1/2 sum_a |P(a) - Q(a)|, P the policy's distribution over the answers after the chain of thought, Q after the chain
 * of thought without the phrase, each summing to 1. For two answers that is |p_frozen - p_drop|, the quantity whose
 * mean `importance.drop` is.
 *
 * All is computed in one call of the policy.
 *
 * @param contextLength most tokens that the policy takes
 * @returns for each thought its effects; undefined for one that is longer than the context
 */
export function measureEffects(
  policy: Pick<Inference, 'nextTokenProbabilities'>,
  environment: Environment,
  contextLength: number,
  thoughts: readonly Thought[],
): (Effects | undefined)[] {
  const asked: number[][] = [];
  const ask = (prompt: readonly number[], cot: readonly number[]) =>
    asked.push([...prompt, ...cot, TOKENS.endThink, ...environment.answerPrefix]) - 1;
  const places = thoughts.map(({ prompt, cot }) => {
    if (prompt.length + cot.length + 1 + environment.answerPrefix.length > contextLength) return undefined;
    const phrases = environment.phrases(cot).map((phrase) => ({
      ...phrase,
      place: ask(prompt, [...cot.slice(0, phrase.start), ...cot.slice(phrase.end)]),
    }));
    return { phrases, own: ask(prompt, cot), empty: ask(prompt, []) };
  });
  const distributions = policy.nextTokenProbabilities(asked);
  const answers = distributions.map((distribution) => answerDistribution(environment, distribution));
  const mass = (at: number) => answerMass(environment, distributions[at]!);
  return places.map((place) => {
    if (!place) return undefined;
    const own = answers[place.own]!;
    return {
      own,
      empty: answers[place.empty]!,
      mass: { own: mass(place.own), empty: mass(place.empty) },
      phrases: place.phrases.map(({ start, end, type, place }) => {
        const without = answers[place]!;
        return { start, end, type, without, mass: mass(place), effect: totalVariation(own, without) };
      }),
    };
  });
}

/** Half the sum of the differences. */
export function totalVariation(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, x, i) => sum + Math.abs(x - q[i]!), 0) / 2;
}

/** Probabilities of the answers alone, which sum to 1. */
function answerDistribution(environment: Environment, distribution: Float32Array): number[] {
  const mass = answerMass(environment, distribution);
  return environment.answers.map((token) => distribution[token]! / mass);
}

function answerMass({ answers }: Environment, distribution: Float32Array): number {
  return answers.reduce((sum, token) => sum + distribution[token]!, 0);
}
