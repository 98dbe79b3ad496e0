import { type AnswerRule, decideAnswers } from './answer.ts';
import type { Draft } from './draft.ts';
import type { ImportOptions } from './options.ts';
import { decideThoughts, type ThoughtRule } from './thought/decide.ts';
import { divideTurns } from './thought/divideTurns.ts';

/** How the rollouts of a file are read. */
export interface Rules {
  readonly thoughts: ThoughtRule;
  readonly answers: AnswerRule;
}

/**
 * Decides how thoughts and answers stand in rollouts.
 *
 * @param what messages call the file or files
 * @throws {ImportError} if options do not fit them
 */
export function decideRules(
  { thought, answer }: Pick<ImportOptions, 'thought' | 'answer'>,
  sample: readonly Draft[],
  what: string,
): Rules {
  const thoughts = decideThoughts(thought, sample, what);
  const divided = sample.map((draft) => ({
    response: divideTurns(thoughts, draft).response,
    label: draft.label,
    answer: draft.answer,
  }));
  return { thoughts, answers: decideAnswers(answer, divided, what) };
}
