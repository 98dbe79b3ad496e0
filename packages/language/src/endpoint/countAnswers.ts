import type { AnswerDistribution, Question } from '@vestige/policy';
import { grouped } from '../grouped.ts';
import { tally } from '../tally.ts';

/**
 * Answers that were drawn, as shares of all draws.
 *
 * @param drawn null where a draw gave no answer; counts in none
 */
export function countAnswers(
  drawn: readonly (string | null)[],
  candidates: Question['candidates'],
  canonical?: Question['canonical'],
): AnswerDistribution {
  const times = new Map<string, number>();
  for (const answer of drawn) if (answer !== null) times.set(answer, (times.get(answer) ?? 0) + 1);
  return grouped(tally(times, drawn.length), candidates, canonical);
}
