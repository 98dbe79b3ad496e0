import { questionOf, without } from '@vestige/ablation';
import type { Environment, Unit } from '@vestige/environment';
import type { AnswerDistribution, Policy, Question } from '@vestige/policy';
import { randomStream } from '@vestige/random';
import { massOf } from '../answerMass.ts';
import type { Thinking } from '../thinking.ts';

export interface PhraseEffect extends Unit {
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
 * All is asked in one call of the policy.
 *
 * @param contextLength most tokens that the policy takes
 * @returns for each its effects; undefined for one that is longer than the context
 */
export async function measureEffects(
  policy: Policy,
  environment: Environment,
  contextLength: number,
  shown: readonly Thinking[],
): Promise<(Effects | undefined)[]> {
  const asked: Question[] = [];
  const places = shown.map((one) => {
    if (environment.format.beforeAnswer(one).length > contextLength) return undefined;
    const { question, thought } = one;
    const problem = environment.problemOf(question)!;
    const ask = (thought: string) => asked.push(questionOf(environment, problem, { question, thought })) - 1;
    const phrases = environment.units(thought).map((unit) => ({ unit, place: ask(without(thought, unit)) }));
    return { phrases, own: ask(thought), empty: ask('') };
  });
  const distributions = await policy.answers(asked, randomStream(0, 'effects'));
  const answers = distributions.map(among);
  const mass = (at: number) => massOf(distributions[at]!);
  return places.map((place) => {
    if (!place) return undefined;
    const own = answers[place.own]!;
    return {
      own,
      empty: answers[place.empty]!,
      mass: { own: mass(place.own), empty: mass(place.empty) },
      phrases: place.phrases.map(({ unit, place }) => {
        const without = answers[place]!;
        return { ...unit, without, mass: mass(place), effect: totalVariation(own, without) };
      }),
    };
  });
}

/** Half the sum of the differences. */
export function totalVariation(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, x, i) => sum + Math.abs(x - q[i]!), 0) / 2;
}

/** Probabilities of the answers alone, which sum to 1. */
function among(distribution: AnswerDistribution): number[] {
  return Array.from(distribution.probability, (p) => p / massOf(distribution));
}
