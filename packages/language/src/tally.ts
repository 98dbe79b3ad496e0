import type { AnswerDistribution } from '@vestige/policy';

/**
 * Answers as they were drawn.
 *
 * @param times how often each came
 * @param draws those that gave no answer included, which count in none
 */
export function tally(times: ReadonlyMap<string, number>, draws: number): AnswerDistribution {
  const counts = [...times.values()];
  return {
    answers: [...times.keys()],
    probability: Float64Array.from(counts, (n) => n / draws),
    mass: counts.reduce((sum, n) => sum + n, 0) / draws,
    basis: 'sampled',
    draws,
  };
}
