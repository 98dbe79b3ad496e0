import { questionOf } from '@vestige/ablation';
import { ANSWERS_FROM } from '@vestige/analysis/thresholds';
import type { Environment } from '@vestige/environment';
import { type AnswerDistribution, type Context, mostProbable, type Policy } from '@vestige/policy';
import { randomStream } from '@vestige/random';
import { massOf } from '../answerMass.ts';
import type { Edit } from './history.ts';

/** What a policy answers to something that it is shown. */
export interface Answered {
  /** Of the environment's answers, in their order. */
  readonly distribution: AnswerDistribution;
  /** Probability of all other words together. */
  readonly other: number;
  /** Most probable answer. */
  readonly likeliest: string;
  /** Most probable word of all: what it writes. */
  readonly next: string;
  /** Probability of that word. */
  readonly nextProbability: number;
}

/** Probability of one of the answers. */
export function probabilityOf({ distribution: { answers, probability } }: Answered, answer: string): number {
  return probability[answers.indexOf(answer)]!;
}

/** Whether it answers at all: the most probable of the answers says little where hardly any is probable. */
export function answersAtAll({ distribution }: Answered): boolean {
  return massOf(distribution) >= ANSWERS_FROM;
}

/** Answers to an edit, and to what it is held against. */
export interface ComparedAnswers {
  readonly edited: Answered;
  /** Before any edit. */
  readonly own: Answered;
  /** With the chain of thought left empty. */
  readonly empty: Answered;
  /** Told to answer at once. */
  readonly now: Answered;
}

export async function compareAnswers(
  policy: Policy,
  environment: Environment,
  edit: Edit,
): Promise<ComparedAnswers> {
  const { question } = edit;
  const [edited, own, empty, now] = await answersTo(policy, environment, [
    edit,
    edit.own,
    { question, thought: '' },
    { question, thought: null },
  ]);
  return { edited: edited!, own: own!, empty: empty!, now: now! };
}

/** Answers to edits and to what they were made from, pair by pair. */
export async function answersToEdits(
  policy: Policy,
  environment: Environment,
  edits: readonly Edit[],
): Promise<{ readonly edited: Answered; readonly own: Answered }[]> {
  const shown = edits.flatMap((edit) => [edit, edit.own]);
  const answers = await answersTo(policy, environment, shown);
  return edits.map((_, i) => ({ edited: answers[2 * i]!, own: answers[2 * i + 1]! }));
}

/** Asks for the answers, and for every word that could stand in their place. */
async function answersTo(
  policy: Policy,
  environment: Environment,
  shown: readonly Context[],
): Promise<Answered[]> {
  const questions = shown.flatMap(({ question, thought }) => {
    const asked = questionOf(environment, environment.problemOf(question)!, { question, thought });
    return [asked, { ...asked, candidates: environment.vocabulary }];
  });
  const distributions = await policy.answers(questions, randomStream(0, 'playground', 'answers'));
  return shown.map((_, i) => {
    const [distribution, words] = distributions.slice(2 * i, 2 * i + 2) as [
      AnswerDistribution,
      AnswerDistribution,
    ];
    const next = mostProbable(words)!;
    return {
      distribution,
      other: Math.max(0, 1 - massOf(distribution)),
      likeliest: mostProbable(distribution)!,
      next,
      nextProbability: words.probability[words.answers.indexOf(next)]!,
    };
  });
}
