import type { ConditionAnalysis, Interval, PromptsAnalysis, TrainingOutcome } from './analysis.ts';
import type { TrainingCurve } from './course/trainingOutcome.ts';
import { overSeeds } from './estimate/bootstrap.ts';
import { comparisonsOf } from './estimate/comparisons.ts';
import { type CountedMeans, type Estimates, policyEstimates, seedEstimates } from './estimate/estimate.ts';
import type { Estimator } from './estimate/estimator.ts';
import { intervalOf } from './estimate/interval.ts';
import { type DroppedType, ruleOn } from './judge/rule.ts';
import { agreementOf, seedsFollowing } from './judge/seeds.ts';
import { conditionVerdict, followedVerdict, phraseVerdicts, verdictOf } from './judge/verdict.ts';
import type { EstimatorKey } from './keys/estimatorKey.ts';
import { dropsAll, dropsType, parseTreatment } from './keys/interventions.ts';
import { ByEstimator } from './keys/keyed.ts';
import type { CheckpointRows } from './read/checkpoints.ts';
import { CLEAR } from './thresholds.ts';

/** An ablated checkpoint with resamples of its prompts. */
export interface ResampledCheckpoint extends CountedMeans {
  readonly checkpoint: CheckpointRows;
}

/** An ablated checkpoint with its estimates over its prompts. */
export interface EstimatedCheckpoint extends ResampledCheckpoint, Estimates {}

/** What {@link analyzeFinals} reads. */
export interface FinalsInput {
  /** Final policy of each seed. */
  readonly finals: readonly EstimatedCheckpoint[];
  /** A policy on the prompts of one group, resampled anew. */
  inGroup(checkpoint: CheckpointRows, group: string): ResampledCheckpoint;
  /** By seed that was trained. */
  readonly training: Readonly<Record<string, TrainingCurve>>;
  /** Accuracy that counts as solved, if there is one. */
  readonly solved: number | undefined;
  readonly chance: number;
  readonly confidence: number;
  readonly estimators: readonly Estimator[];
}

/** What the final policies of a condition tell of it. */
export type FinalsAnalysis = PromptsAnalysis &
  Pick<ConditionAnalysis, 'seeds' | 'leftOut' | 'groups' | 'comparisons' | 'training'>;

/** Estimates and verdict of a condition, as a whole and by group of prompts. */
export function analyzeFinals(input: FinalsInput): FinalsAnalysis {
  const { finals, estimators, confidence } = input;
  const training = outcomes(input);
  const left = finals.filter(({ checkpoint }) => training[checkpoint.seed]?.leftChance !== false);
  const used = left.length > 0 ? left : finals;
  const seeds = used.map(({ checkpoint }) => checkpoint.seed);
  const leftOut = finals.map(({ checkpoint }) => checkpoint.seed).filter((seed) => !seeds.includes(seed));
  const chosen = { ...input, training, seeds, leftOut };
  const named = finals.flatMap(({ checkpoint }) => checkpoint.groups).filter((group) => group !== null);
  const names = [...new Set(named)].sort();
  const groups = names.length < 2 ? [] : names;
  return {
    ...analyzePrompts(chosen, finals),
    seeds,
    leftOut,
    groups: Object.fromEntries(
      groups.map((group) => {
        const present = finals.filter(({ checkpoint }) => checkpoint.groups.includes(group));
        const part = present.map(({ checkpoint }): EstimatedCheckpoint => {
          const resampled = input.inGroup(checkpoint, group);
          return { ...resampled, ...policyEstimates(estimators, resampled, confidence) };
        });
        const { comparisons: _, ...analysis } = analyzePrompts(chosen, part);
        return [group, analysis];
      }),
    ),
    training,
  };
}

/** How far each run was trained: `leftChance` by the intervals over its own prompts. */
function outcomes({ finals, training }: FinalsInput): Record<string, TrainingOutcome> {
  return Object.fromEntries(
    Object.entries(training).map(([seed, curve]) => {
      const final = finals.find(({ checkpoint }) => String(checkpoint.seed) === seed);
      const corrected = final?.estimates.get({ quantity: 'corrected', intervention: 'frozen' });
      const isClear = corrected === undefined || corrected.low >= CLEAR;
      return [seed, { ...curve, leftChance: isClear || ruleOn(final!).verdict === 'harmful' }];
    }),
  );
}

interface Chosen
  extends Omit<FinalsInput, 'training'>,
    Pick<ConditionAnalysis, 'training' | 'seeds' | 'leftOut'> {}

function analyzePrompts(
  { training, solved, chance, confidence, estimators, seeds, leftOut }: Chosen,
  finals: readonly EstimatedCheckpoint[],
): PromptsAnalysis & Pick<ConditionAnalysis, 'comparisons'> {
  const chosen = finals.filter(({ checkpoint }) => seeds.includes(checkpoint.seed));
  const used = chosen.length > 0 ? chosen : finals;
  const alone = Object.fromEntries(finals.map((one) => [String(one.checkpoint.seed), one]));
  const resampled = overSeeds(used.map(({ means }) => means));
  const { estimates, absent } = seedEstimates(estimators, used, resampled, alone, confidence);
  const bySeed = Object.fromEntries(
    Object.entries(alone).map(([seed, policy]) => [
      seed,
      {
        ...verdictOf({ ...policy, chance, confidence }),
        follows: followedVerdict({ ...policy, contested: contested([policy]), confidence }),
      },
    ]),
  );
  const comparisons = comparisonsOf(estimators, resampled, estimates, confidence);
  const judgedSeeds = used.map(({ checkpoint }) => checkpoint.seed);
  const judged = conditionVerdict({
    estimates,
    absent,
    chance,
    confidence,
    training,
    seeds: judgedSeeds,
    leftOut,
    bySeed,
    comparisons,
    solved,
    withAll: used.length === finals.length ? estimates : bare(estimators, finals, confidence),
  });
  return {
    ...judged,
    follows: followedVerdict({
      estimates,
      absent,
      contested: contested(used),
      confidence,
      each: seedsFollowing(bySeed, judgedSeeds),
    }),
    prompts: Math.min(...used.map(({ checkpoint }) => checkpoint.prompts.length)),
    estimates,
    absent,
    bySeed,
    agreement: agreementOf(bySeed, judgedSeeds, confidence),
    phrases: phraseVerdicts(judged.verdict, { estimates, absent }, droppedTypes(used)),
    comparisons,
  };
}

/** What the verdict reads, whether or not ratios have a denominator that is clear of 0: one run at chance blurs it. */
function bare(
  estimators: readonly Estimator[],
  policies: readonly CountedMeans[],
  confidence: number,
): ByEstimator<Interval> {
  const resampled = overSeeds(policies.map(({ means }) => means));
  const read = estimators.filter(
    ({ key }) =>
      ['recovery', 'accuracy', 'corrected', 'cost'].includes(key.quantity) ||
      (key.quantity === 'reliance' && 'part' in key),
  );
  return new ByEstimator(
    read.flatMap((estimator): [EstimatorKey, Interval][] => {
      const mean = estimator.value(resampled.measured);
      const [low, high] = intervalOf(estimator, resampled, confidence);
      return [mean, low, high].every(Number.isFinite) ? [[estimator.key, { mean, low, high }]] : [];
    }),
  );
}

/** Whether most prompts have another of their group that was answered otherwise, so that `swap` can take its reasoning. */
function contested(policies: readonly ResampledCheckpoint[]): boolean {
  let [all, some] = [0, 0];
  for (const { checkpoint } of policies) {
    const byGroup = Map.groupBy(checkpoint.prompts, (_, p) => checkpoint.groups[p]);
    for (const prompts of byGroup.values()) {
      const answers = new Set(prompts.map((rows) => rows.get('frozen')?.[0]?.answer));
      all += prompts.length;
      if (answers.size > 1) some += prompts.length;
    }
  }
  return some * 2 > all;
}

/** By type of phrase: in which way it was dropped, of those that `needs` can rest on, and on how many prompts. */
function droppedTypes(policies: readonly ResampledCheckpoint[]): Map<string, DroppedType> {
  const prompts = new Map<string, number>();
  for (const { checkpoint } of policies) {
    for (const rows of checkpoint.prompts) {
      for (const name of rows.keys()) prompts.set(name, (prompts.get(name) ?? 0) + 1);
    }
  }
  const dropped = [...prompts].flatMap(([name, count]) => {
    const treatment = parseTreatment(name);
    if (!dropsType(treatment)) return [];
    return [{ ...treatment, together: dropsAll(treatment), prompts: count }];
  });
  // Where phrases of a type were dropped together too, that stands.
  const inOrder = dropped.toSorted((a, b) => Number(a.together) - Number(b.together));
  return new Map(inOrder.map((one) => [one.unit!, one]));
}
