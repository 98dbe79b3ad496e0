import type { ConditionAnalysis, Interval, PromptsAnalysis, TrainingOutcome } from './analysis.ts';
import { overSeeds } from './bootstrap.ts';
import { comparisonsOf } from './comparisons.ts';
import { conditionVerdict } from './conditionVerdict.ts';
import { type CountedMeans, type Estimates, policyEstimates, seedEstimates } from './estimate.ts';
import type { Estimator } from './estimators.ts';
import { intervalOf } from './interval.ts';
import { unitOf } from './interventions.ts';
import { phraseVerdicts } from './phraseVerdict.ts';
import type { Policy } from './policies.ts';
import { agreementOf } from './seeds.ts';
import { CLEAR } from './thresholds.ts';
import type { TrainingCurve } from './trainingOutcome.ts';
import { verdictOf } from './verdict.ts';

/** A policy with resamples of its prompts. */
export interface ResampledPolicy extends CountedMeans {
  readonly policy: Policy;
}

/** A policy with its estimates over its prompts. */
export interface EstimatedPolicy extends ResampledPolicy, Estimates {}

/** What {@link analyzeCondition} reads. */
export interface ConditionInput {
  readonly rule: string;
  /** Final policy of each seed. */
  readonly finals: readonly EstimatedPolicy[];
  /** A policy on the prompts of one group, resampled anew. */
  inGroup(policy: Policy, group: string): ResampledPolicy;
  /** By seed that was trained. */
  readonly training: Readonly<Record<string, TrainingCurve>>;
  /** Accuracy that counts as solved, if there is one. */
  readonly solved: number | undefined;
  readonly chance: number;
  readonly confidence: number;
  readonly estimators: readonly Estimator[];
}

/** Estimates and verdict of a condition, as a whole and by group of prompts. */
export function analyzeCondition(input: ConditionInput): ConditionAnalysis {
  const { finals, rule, estimators, confidence } = input;
  const training = outcomes(input);
  const left = finals.filter(({ policy }) => training[policy.seed]?.leftChance !== false);
  const used = left.length > 0 ? left : finals;
  const seeds = used.map(({ policy }) => policy.seed);
  const leftOut = finals.map(({ policy }) => policy.seed).filter((seed) => !seeds.includes(seed));
  const chosen = { ...input, training, seeds, leftOut };
  const names = [...new Set(finals.flatMap(({ policy }) => policy.groups))].sort();
  const groups = names.length < 2 ? [] : names;
  return {
    rule,
    ...analyzePrompts(chosen, finals),
    seeds,
    leftOut,
    groups: Object.fromEntries(
      groups.map((group) => {
        const present = finals.filter(({ policy }) => policy.groups.includes(group));
        const part = present.map(({ policy }): EstimatedPolicy => {
          const resampled = input.inGroup(policy, group);
          return { ...resampled, ...policyEstimates(estimators, resampled, confidence) };
        });
        const { comparisons: _, ...analysis } = analyzePrompts(chosen, part);
        return [group, analysis];
      }),
    ),
    training,
  };
}

/** How far each run was trained: `leftChance` by the interval over its own prompts. */
function outcomes({ finals, training }: ConditionInput): Record<string, TrainingOutcome> {
  return Object.fromEntries(
    Object.entries(training).map(([seed, curve]) => {
      const corrected = finals.find(({ policy }) => String(policy.seed) === seed)?.estimates[
        'corrected.frozen'
      ];
      return [seed, { ...curve, leftChance: corrected === undefined || corrected.low >= CLEAR }];
    }),
  );
}

interface Chosen
  extends Omit<ConditionInput, 'training'>,
    Pick<ConditionAnalysis, 'training' | 'seeds' | 'leftOut'> {}

function analyzePrompts(
  { training, solved, chance, confidence, estimators, seeds, leftOut }: Chosen,
  finals: readonly EstimatedPolicy[],
): PromptsAnalysis & Pick<ConditionAnalysis, 'comparisons'> {
  const chosen = finals.filter(({ policy }) => seeds.includes(policy.seed));
  const used = chosen.length > 0 ? chosen : finals;
  const alone = Object.fromEntries(finals.map((policy) => [String(policy.policy.seed), policy]));
  const resampled = overSeeds(used.map(({ means }) => means));
  const { estimates, absent } = seedEstimates(estimators, used, resampled, alone, confidence);
  const bySeed = Object.fromEntries(
    Object.entries(alone).map(([seed, policy]) => [seed, verdictOf({ ...policy, chance, confidence })]),
  );
  const comparisons = comparisonsOf(estimators, resampled, estimates, confidence);
  const judged = conditionVerdict({
    estimates,
    absent,
    chance,
    confidence,
    training,
    seeds: used.map(({ policy }) => policy.seed),
    leftOut,
    bySeed,
    comparisons,
    solved,
    withAll: used.length === finals.length ? estimates : bare(estimators, finals, confidence),
  });
  return {
    ...judged,
    prompts: Math.min(...used.map(({ policy }) => policy.prompts.length)),
    estimates,
    absent,
    bySeed,
    agreement: agreementOf(
      bySeed,
      used.map(({ policy }) => policy.seed),
      confidence,
    ),
    phrases: phraseVerdicts(judged.verdict, estimates, absent, droppedPrompts(used)),
    comparisons,
  };
}

/** What the verdict reads, whether or not ratios have a denominator that is clear of 0: one run at chance blurs it. */
function bare(
  estimators: readonly Estimator[],
  policies: readonly CountedMeans[],
  confidence: number,
): Record<string, Interval> {
  const resampled = overSeeds(policies.map(({ means }) => means));
  const read = estimators.filter(({ name }) => /^(reliance\.(minimum|room)|recovers\.)/.test(name));
  return Object.fromEntries(
    read.flatMap((estimator) => {
      const mean = estimator.value(resampled.measured);
      const [low, high] = intervalOf(estimator, resampled, confidence);
      return [mean, low, high].every(Number.isFinite) ? [[estimator.name, { mean, low, high }]] : [];
    }),
  );
}

/** By type of phrase: on how many prompts, of all policies, one was dropped. */
function droppedPrompts(policies: readonly ResampledPolicy[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { policy } of policies) {
    for (const rows of policy.prompts) {
      for (const name of rows.keys()) {
        const type = unitOf(name, 'drop');
        if (type !== undefined) counts.set(type, (counts.get(type) ?? 0) + 1);
      }
    }
  }
  return counts;
}
