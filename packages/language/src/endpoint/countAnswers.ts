import type { AnswerDistribution, Question } from '@vestige/policy';

/**
 * Answers that were drawn, as shares of all draws.
 *
 * @param drawn null where a draw gave no answer; counts in none
 */
export function countAnswers(
  drawn: readonly (string | null)[],
  candidates: Question['candidates'],
  canonical: (answer: string) => string = (answer) => answer,
): AnswerDistribution {
  const counts = new Map((candidates ?? []).map((answer) => [canonical(answer), 0]));
  for (const answer of drawn) {
    if (answer === null) continue;
    const counted = canonical(answer);
    const before = counts.get(counted);
    if (before !== undefined || candidates === null) counts.set(counted, (before ?? 0) + 1);
  }
  const answers = candidates ?? [...counts.keys()];
  const times = answers.map((answer) => counts.get(candidates ? canonical(answer) : answer)!);
  const total = times.reduce((sum, n) => sum + n, 0);
  return {
    answers,
    probability: Float64Array.from(times, (n) => n / drawn.length),
    mass: total / drawn.length,
    basis: 'sampled',
  };
}
