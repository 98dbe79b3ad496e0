import type { ConditionAnalysis, SeedAgreement, SeedVerdict, Verdict } from '../analysis.ts';
import { clopperPearson } from '../estimate/clopperPearson.ts';
import { rounded } from '../round.ts';

type BySeed<V extends string = Verdict> = Readonly<Record<string, { readonly verdict: V }>>;

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
export function seedsInWords<V extends string>({
  bySeed,
  seeds,
}: { readonly bySeed: BySeed<V> } & Pick<ConditionAnalysis, 'seeds'>): string {
  const known = seeds.filter((seed) => bySeed[seed]);
  if (known.length < 2) return '';
  const [[verdict, agreeing], ...others] = byVerdict(bySeed, known) as [[V, number[]], ...[V, number[]][]];
  const most = `${verdict} in ${agreeing.length} of ${known.length} seeds`;
  if (others.length === 0) return most;
  const rest = others.map(
    ([other, those]) => `${other} in ${those.length === 1 ? 'seed' : 'seeds'} ${those.join(', ')}`,
  );
  return [`${most} (${agreeing.join(', ')})`, ...rest].join(', ');
}

/** The same of what the answers of each seed follow. */
export function seedsFollowing(
  bySeed: Readonly<Record<string, Pick<SeedVerdict, 'follows'>>>,
  seeds: readonly number[],
): string {
  const followed = Object.entries(bySeed).map(
    ([seed, { follows }]) => [seed, { verdict: follows.followed }] as const,
  );
  return seedsInWords({ bySeed: Object.fromEntries(followed), seeds });
}

/** Seeds by the verdict on them, the most frequent first. */
function byVerdict<V extends string>(bySeed: BySeed<V>, seeds: readonly number[]): [V, number[]][] {
  const groups = Map.groupBy(
    seeds.filter((seed) => bySeed[seed]),
    (seed) => bySeed[seed]!.verdict,
  );
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}
