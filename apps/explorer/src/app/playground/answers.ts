import { answerDistributions, mostProbable, type Policy, type Shown } from '@vestige/ablation/withoutModel';
import { ANSWERS_FROM } from '@vestige/analysis/thresholds';
import { type Environment, promptInMode } from '@vestige/environment';
import type { Inference } from '@vestige/model/inference';
import type { Edit, Situation } from './history.ts';

/** What a policy answers to something that it is shown. */
export interface Answered {
  /** In the order of the environment's answers. */
  readonly probabilities: readonly number[];
  /** Probability of all other words together. */
  readonly other: number;
  /** Most probable answer, its place among the environment's answers. */
  readonly likeliest: number;
  /** Most probable word of all, a token id: what it writes. */
  readonly next: number;
  /** Probability of that word. */
  readonly nextProbability: number;
}

/** Probability of all answers together. */
export function massOf({ probabilities }: Answered): number {
  return probabilities.reduce((sum, probability) => sum + probability, 0);
}

/** Whether it answers at all: the most probable of the answers says little where hardly any is probable. */
export function answersAtAll(answered: Answered): boolean {
  return massOf(answered) >= ANSWERS_FROM;
}

/** Answers to an edit, and to what it is held against. */
export interface Contrast {
  readonly edited: Answered;
  /** Before any edit. */
  readonly own: Answered;
  /** With the chain of thought left empty. */
  readonly empty: Answered;
  /** Told to answer at once. */
  readonly now: Answered;
}

/** A policy of the page as the battery sees it. */
export function policyOf(inference: Inference): Policy {
  return {
    write: (prompts, stream, writing) =>
      inference.sample(prompts, stream, writing).map(({ tokens }) => tokens),
    nextTokenProbabilities: (sequences) => inference.nextTokenProbabilities(sequences),
  };
}

export function contrastOf(policy: Policy, environment: Environment, edit: Edit): Contrast {
  const { prompt } = edit;
  const problem = environment.readPrompt(prompt)!;
  const [edited, own, empty, now] = answersTo(policy, environment, [
    edit,
    edit.own,
    { prompt, cot: [] },
    { prompt: promptInMode(problem, 'now'), cot: null },
  ]);
  return { edited: edited!, own: own!, empty: empty!, now: now! };
}

/** Answers to edits and to what they were made from, pair by pair. */
export function answersToEdits(
  policy: Policy,
  environment: Environment,
  edits: readonly Edit[],
): { readonly edited: Answered; readonly own: Answered }[] {
  const shown = edits.flatMap((edit): Situation[] => [edit, edit.own]);
  const answers = answersTo(policy, environment, shown);
  return edits.map((_, i) => ({ edited: answers[2 * i]!, own: answers[2 * i + 1]! }));
}

function answersTo(policy: Policy, environment: Environment, shown: readonly Shown[]): Answered[] {
  const { answers } = environment;
  return answerDistributions(policy, environment, shown).map((distribution) => {
    const probabilities = answers.map((token) => distribution[token]!);
    const mass = probabilities.reduce((sum, probability) => sum + probability, 0);
    const next = distribution.reduce(
      (best, chance, token) => (chance > distribution[best]! ? token : best),
      0,
    );
    return {
      probabilities,
      other: Math.max(0, 1 - mass),
      likeliest: answers.indexOf(mostProbable(environment, distribution)),
      next,
      nextProbability: distribution[next]!,
    };
  });
}
