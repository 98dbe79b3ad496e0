import { type Environment, isRight } from '@vestige/environment';
import type { Answered, ComparedAnswers } from './answers.ts';

/** How probable a right answer is at a checkpoint. */
export interface RightProbability {
  readonly edited: number;
  /** With the chain of thought left empty. */
  readonly empty: number;
}

/** @param label the right answer */
export function rightProbability(
  environment: Environment,
  label: string,
  { edited, empty }: ComparedAnswers,
): RightProbability {
  const right = ({ distribution: { answers, probability } }: Answered) =>
    probability.reduce(
      (sum, chance, i) => (isRight(environment, answers[i]!, label) ? sum + chance : sum),
      0,
    );
  return { edited: right(edited), empty: right(empty) };
}
