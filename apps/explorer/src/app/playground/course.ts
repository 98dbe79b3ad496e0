import { type Environment, isRight } from '@vestige/environment';
import type { Answered, Contrast } from './answers.ts';

/** How probable a right answer is at a checkpoint. */
export interface CoursePoint {
  readonly edited: number;
  /** With the chain of thought left empty. */
  readonly empty: number;
}

/** @param label token id of the right answer */
export function coursePoint(
  environment: Environment,
  label: number,
  { edited, empty }: Contrast,
): CoursePoint {
  const right = ({ probabilities }: Answered) =>
    probabilities.reduce(
      (sum, chance, i) => (isRight(environment, environment.answers[i]!, label) ? sum + chance : sum),
      0,
    );
  return { edited: right(edited), empty: right(empty) };
}
