import type { ConditionAnalysis, Estimate, PromptsAnalysis, TrainingOutcome } from './analysis.ts';
import { overSeeds, type Resampled, type ResampledMeans } from './bootstrap.ts';
import { comparisonsOf } from './comparisons.ts';
import { estimate, pointEstimates } from './estimate.ts';
import type { Estimator } from './estimators.ts';
import { unitOf } from './interventions.ts';
import { phraseVerdicts } from './phraseVerdict.ts';
import type { Policy } from './policies.ts';
import { verdictOf } from './verdict.ts';

/** A policy with resamples of its prompts. */
export interface ResampledPolicy {
  readonly policy: Policy;
  readonly means: ResampledMeans;
}

/** What {@link analyzeCondition} reads. */
export interface ConditionInput {
  readonly rule: string;
  /** Final policy of each seed. */
  readonly finals: readonly ResampledPolicy[];
  /** A policy on the prompts of one group, resampled anew. */
  inGroup(policy: Policy, group: string): ResampledPolicy;
  readonly training: Readonly<Record<string, TrainingOutcome>>;
  /** Accuracy that counts as solved, if there is one. */
  readonly solved: number | undefined;
  readonly chance: number;
  readonly confidence: number;
  readonly estimators: readonly Estimator[];
}

/** Estimates and verdict of a condition, as a whole and by group of prompts. */
export function analyzeCondition(input: ConditionInput): ConditionAnalysis {
  const { finals, training, rule, estimators, confidence } = input;
  const good = finals.filter(({ policy }) => training[policy.seed]?.solved !== false);
  const used = good.length > 0 ? good : finals;
  const seeds = used.map(({ policy }) => policy.seed);
  const { resampled, ...whole } = analyzePrompts(input, finals, seeds);
  const names = [...new Set(finals.flatMap(({ policy }) => policy.groups))].sort();
  const groups = names.length < 2 ? [] : names;
  return {
    rule,
    ...whole,
    seeds,
    groups: Object.fromEntries(
      groups.map((group) => {
        const present = finals.filter(({ policy }) => policy.groups.includes(group));
        const part = present.map(({ policy }) => input.inGroup(policy, group));
        const { resampled: _, ...analysis } = analyzePrompts(input, part, seeds);
        return [group, analysis];
      }),
    ),
    comparisons: comparisonsOf(estimators, resampled, confidence),
    training,
  };
}

function analyzePrompts(
  { training, solved, chance, confidence, estimators }: ConditionInput,
  finals: readonly ResampledPolicy[],
  seeds: readonly number[],
): PromptsAnalysis & { readonly resampled: Resampled } {
  const chosen = finals.filter(({ policy }) => seeds.includes(policy.seed));
  const used = chosen.length > 0 ? chosen : finals;
  const resampled = overSeeds(used.map(({ means }) => means));
  const bySeed = finals.map(({ policy, means }) => [policy.seed, pointEstimates(means, estimators)] as const);
  const estimates: Record<string, Estimate> = {};
  for (const estimator of estimators) {
    const interval = estimate(estimator, resampled, confidence);
    if (!interval) continue;
    const points = bySeed.flatMap(([run, values]) => {
      const value = values.get(estimator.name);
      return value === undefined ? [] : [[String(run), value] as const];
    });
    estimates[estimator.name] = { ...interval, bySeed: Object.fromEntries(points) };
  }
  const judged = verdictOf({ estimates, training, seeds, chance, confidence, solved });
  return {
    ...judged,
    prompts: Math.min(...used.map(({ policy }) => policy.prompts.length)),
    estimates,
    phrases: phraseVerdicts(judged.verdict, estimates, droppedPrompts(used)),
    resampled,
  };
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
