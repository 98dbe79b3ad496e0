import type { Interval, SeedAgreement, SeedVerdict } from '@vestige/analysis';
import type { SeedRun } from './experiment.ts';
import { type PlantedPolicy, seedFollows, seedVerdict } from './policies.ts';
import type { IntervalRow, VerdictRow } from './tables.ts';

/** Where rows belong: of which policy, in which simulated experiment. */
export type SimulatedExperiment = Pick<VerdictRow, 'policy' | 'prompts' | 'spread' | 'simulation'>;

/** What came out of one simulated experiment, at each number of prompts. */
export interface Simulated {
  readonly verdicts: readonly VerdictRow[];
  readonly intervals: readonly IntervalRow[];
}

/** Subject of the verdict on one seed's policy. */
export const SEED = 'seed';
/** Subjects of the judgements of what the answers follow, over all seeds and of one. */
export const FOLLOWS = 'follows';
export const SEED_FOLLOWS = 'seed follows';
/** Estimator of the share of seeds that have the most frequent verdict. */
export const AGREEMENT = 'agreement';

/** Estimates are rounded to six decimals. */
const ROUNDING = 1e-6;

/** An interval beside the truth. */
export function intervalRow(
  experiment: SimulatedExperiment,
  estimator: string,
  truth: number,
  { mean, low, high }: Interval,
): IntervalRow {
  const holds = low <= truth + ROUNDING && truth - ROUNDING <= high;
  return { ...experiment, estimator, truth, mean, low, high, holds, p: null, holm: null };
}

/** Verdicts on each seed's policy alone, and what its answers follow. */
export function seedRows(
  found: Readonly<Record<string, SeedVerdict>>,
  policy: PlantedPolicy,
  runs: readonly SeedRun[],
  experiment: SimulatedExperiment,
): VerdictRow[] {
  return runs.flatMap(({ uses }, seed) => {
    const judged = found[seed];
    if (!judged) return [];
    const { verdict, follows } = judged;
    return [
      { ...experiment, subject: SEED, expected: seedVerdict(policy, uses), found: verdict },
      {
        ...experiment,
        subject: SEED_FOLLOWS,
        expected: seedFollows(policy, uses),
        found: follows.followed,
      },
    ];
  });
}

/**
 * The share of seeds that have the most frequent verdict, beside the share of all seeds there could be that call for
 * that verdict. It is chosen for being frequent; its interval is held against the truth nevertheless, as a reader will.
 *
 * @param uses mean use over all seeds: where each uses its chain of thought always or never, the share of those that do
 */
export function agreementRow(
  { verdict, count, of, low, high }: SeedAgreement,
  policy: PlantedPolicy,
  uses: number,
  experiment: SimulatedExperiment,
): IntervalRow {
  const share = (use: 0 | 1) => (seedVerdict(policy, use) === verdict ? (use === 1 ? uses : 1 - uses) : 0);
  return intervalRow(experiment, AGREEMENT, share(0) + share(1), { mean: count / of, low, high });
}
