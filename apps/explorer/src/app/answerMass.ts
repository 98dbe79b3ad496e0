import type { AnswerDistribution } from '@vestige/policy';

/** Probability of all answers together; 1 where it cannot be known. */
export function massOf({ mass }: AnswerDistribution): number {
  return mass ?? 1;
}
