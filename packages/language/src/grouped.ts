import type { AnswerDistribution, Question } from '@vestige/policy';

/**
 * Answers that were drawn, those that are the same in substance as one: candidates in their order, or the most frequent
 * first, then by their spelling.
 *
 * @param drawn answers as they were drawn; whole numbers of draws are added, so that the shares are exact
 */
export function grouped(
  drawn: AnswerDistribution,
  candidates: Question['candidates'],
  canonical: Question['canonical'] = (answer) => answer,
): AnswerDistribution {
  const { draws } = drawn;
  const times = new Map((candidates ?? []).map((answer) => [canonical(answer), 0]));
  for (const [i, answer] of drawn.answers.entries()) {
    const counted = canonical(answer);
    const before = times.get(counted);
    if (before === undefined && candidates !== null) continue;
    const share = drawn.probability[i]!;
    times.set(counted, (before ?? 0) + (draws === undefined ? share : Math.round(share * draws)));
  }
  const entries = candidates
    ? candidates.map((answer) => [answer, times.get(canonical(answer))!] as const)
    : [...times].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const total = entries.reduce((sum, [, n]) => sum + n, 0);
  const all = draws ?? 1;
  return {
    ...drawn,
    answers: entries.map(([answer]) => answer),
    probability: Float64Array.from(entries, ([, n]) => n / all),
    mass: total / all,
  };
}
