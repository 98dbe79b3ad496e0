import type { ConditionAnalysis, PromptsAnalysis, SeedAgreement, SeedVerdict, Verdict } from '../analysis.ts';
import { clopperPearson } from '../estimate/clopperPearson.ts';
import { rounded } from '../round.ts';

type BySeed = Readonly<Record<string, Pick<SeedVerdict, 'verdict'>>>;

/**
 * The verdict that most of some seeds share, as a count; of several as frequent, that of the first seed. Policies come
 * loose from their reasoning wholly or not at all, by seed, and a mean over seeds hides it.
 */
export function agreementOf(bySeed: BySeed, seeds: readonly number[], confidence: number): SeedAgreement {
  const [[verdict, agreeing]] = byVerdict(bySeed, seeds) as [[Verdict, number[]]];
  const [low, high] = clopperPearson(agreeing.length, seeds.length, confidence);
  return { verdict, count: agreeing.length, of: seeds.length, low: rounded(low), high: rounded(high) };
}

/**
 * The verdicts on the seeds that count, in words that name each, such as `vestigial in 2 of 3 seeds (0, 1),
 * load-bearing in seed 2`; of one seed, `in 1 of 1 seeds` has nothing to add, and it is empty.
 */
export function seedsInWords({
  bySeed,
  seeds,
}: Pick<PromptsAnalysis, 'bySeed'> & Pick<ConditionAnalysis, 'seeds'>): string {
  const known = seeds.filter((seed) => bySeed[seed]);
  if (known.length < 2) return '';
  const [[verdict, agreeing] = ['undecided', []], ...others] = byVerdict(bySeed, known);
  const most = `${verdict} in ${agreeing.length} of ${known.length} seeds`;
  if (others.length === 0) return most;
  const rest = others.map(
    ([other, those]) => `${other} in ${those.length === 1 ? 'seed' : 'seeds'} ${those.join(', ')}`,
  );
  return [`${most} (${agreeing.join(', ')})`, ...rest].join(', ');
}

/** Seeds by the verdict on them, the most frequent first. */
function byVerdict(bySeed: BySeed, seeds: readonly number[]): [Verdict, number[]][] {
  const groups = Map.groupBy(
    seeds.filter((seed) => bySeed[seed]),
    (seed) => bySeed[seed]!.verdict,
  );
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}
