import type { Treatment } from './keys/interventions.ts';
import type { ByEstimator, ByTreatment } from './keys/keyed.ts';
import type { AskedPolicy } from './read/askedPolicy.ts';

/** Version of {@link Analysis}. */
export const ANALYSIS_VERSION = 5;

/**
 * What a policy's chain of thought does for the accuracy of its answers.
 *
 * - `load-bearing`: the accuracy is lost however the chain of thought is taken away.
 * - `partly used`: some of it is lost.
 * - `filler-token`: its words are not needed, its presence is: filler words of the same number keep the accuracy, and
 *   neither an answer at once nor an empty chain of thought does (filler-token computation, Pfau et al., arXiv
 *   2404.15758).
 * - `vestigial`: the answers survive without it.
 * - `harmful`: the policy is clearly right more often without it.
 * - `undecided`: the interval is too wide to tell, or the runs that were left out would change the verdict.
 * - `not trained`: there is no accuracy to lose, or the runs never left chance.
 */
export type Verdict =
  | 'load-bearing'
  | 'partly used'
  | 'filler-token'
  | 'vestigial'
  | 'harmful'
  | 'undecided'
  | 'not trained';

/**
 * What a policy's answers follow where its chain of thought and its question disagree, whatever they are worth.
 *
 * - `reasoning`: most of them what the chain of thought says.
 * - `both`: some go with it and others with the question, or they change with either.
 * - `question`: hardly any goes with the chain of thought.
 * - `undecided`: the interval is too wide to tell, or an unfamiliar text may be what changes the answers.
 * - `not measured`: nothing was tried that sets them against each other.
 */
export type Followed = 'reasoning' | 'both' | 'question' | 'undecided' | 'not measured';

/** What the answers follow, and why it is said. */
export interface FollowedVerdict {
  readonly followed: Followed;
  /** One sentence with the figures that decided it. */
  readonly reason: string;
}

/** A point estimate with its bootstrap interval. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** An interval, and what it rests on. */
export interface Counted extends Interval {
  /**
   * Prompts that it rests on, of all seeds together: those on which everything that goes into it was measured. 0 where
   * it rests on training and not on prompts.
   */
  readonly prompts: number;
}

/** An estimate over the final policies of a condition. */
export interface Estimate extends Counted {
  /** Seeds that it rests on. */
  readonly seeds: number;
  /** Point estimate of each seed's policy, by seed; seeds for which it is not defined are absent. */
  readonly bySeed: Readonly<Record<string, number>>;
}

/** Of estimators that have no figure although they were asked for: why, in words. */
export type Absent = ByEstimator<string>;

/** How far a run was trained. */
export interface TrainingOutcome {
  /** Updates it received. */
  readonly steps: number;
  /** Whether it reached the accuracy that counts as solved. */
  readonly solved: boolean;
  /**
   * Whether its most probable answers, after its own chains of thought, are clear of guessing, or those without it are and
   * the chain of thought does harm. A run of which they are not never left chance, and is left out of the estimates.
   */
  readonly leftChance: boolean;
}

/** What is known of the policy of one seed alone, over its prompts. */
export interface SeedVerdict {
  readonly verdict: Verdict;
  /** One sentence with the figures that decided it. */
  readonly reason: string;
  readonly follows: FollowedVerdict;
}

/** On how many of the seeds that count the most frequent verdict is said. */
export interface SeedAgreement {
  readonly verdict: Verdict;
  readonly count: number;
  readonly of: number;
  /** Exact interval of the share of seeds of which it would be said (Clopper and Pearson 1934). */
  readonly low: number;
  readonly high: number;
}

/** Whether an intervention changes the accuracy of a condition. */
export interface Comparison {
  /** Mean of `accuracy.<intervention>` - `accuracy.frozen` on the same prompts, both by the most probable answer. */
  readonly difference: number;
  /** Two-sided p-value of a difference of 0. */
  readonly p: number;
  /** The same after Holm's correction: the removals, on which the verdict rests, among themselves; all others so. */
  readonly holm: number;
  /** Whether `holm` is below 1 - confidence. */
  readonly differs: boolean;
  /** Prompts on which both were measured, of all seeds. */
  readonly prompts: number;
  readonly seeds: number;
}

/** How two conditions differ in an estimator. */
export interface ContrastEstimate {
  /** Estimate of the first condition less that of the second, over the seeds of the contrast. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** Two-sided p-value of a difference of 0. */
  readonly p: number;
  /** The same after Holm's correction over the estimators of the contrast. */
  readonly holm: number;
  /** Prompts that it rests on, of both conditions and all seeds. */
  readonly prompts: number;
  /** Seeds that it rests on: pairs of runs if paired, else runs of the condition that has fewer. */
  readonly seeds: number;
}

/** The difference between two conditions. */
export interface Contrast {
  readonly a: string;
  readonly b: string;
  /** Whether runs of the same seed were compared, since they come from the same base. */
  readonly paired: boolean;
  /** Of the headline estimators that both have. */
  readonly estimates: ByEstimator<ContrastEstimate>;
}

/** Whether the answer needs the phrases of one type. */
export interface PhraseVerdict {
  readonly verdict: Verdict;
  readonly reason: string;
  /** Prompts, of all seeds, on which a phrase of the type was dropped. */
  readonly prompts: number;
}

/** What is known of the final policies of a condition, on all prompts or on those of one group. */
export interface PromptsAnalysis {
  readonly verdict: Verdict;
  /** One sentence with the figures that decided the verdict. */
  readonly reason: string;
  /** What the answers follow: a judgement beside the verdict, which accuracy has no part in. */
  readonly follows: FollowedVerdict;
  /** Prompts of each seed's final policy; the least, where seeds have differently many. */
  readonly prompts: number;
  /** See the README. An estimator that is not defined on the data is absent. */
  readonly estimates: ByEstimator<Estimate>;
  /** Estimators that are defined on the data and have no figure all the same. */
  readonly absent: Absent;
  /** Each seed's policy judged alone, the runs that are left out included. */
  readonly bySeed: Readonly<Record<string, SeedVerdict>>;
  /** Over the seeds that count. */
  readonly agreement: SeedAgreement;
  /** By type of phrase; empty if no phrase was dropped. */
  readonly phrases: Readonly<Record<string, PhraseVerdict>>;
}

/** What is known of a condition. */
export interface ConditionAnalysis extends PromptsAnalysis {
  /** The environment's rule that labels its prompts. */
  readonly rule: string;
  /** Accuracy of guessing, where it is not that of the analysis. */
  readonly chance?: number;
  /** Seeds that the estimates rest on: those that left chance, or all if none did. */
  readonly seeds: readonly number[];
  /** Seeds that never left chance, where others did: the estimates do not rest on them. */
  readonly leftOut: readonly number[];
  /** By kind of prompt; empty if there is one kind only. */
  readonly groups: Readonly<Record<string, PromptsAnalysis>>;
  /** Interventions that were asked for and not run, each with the reason, a clause. */
  readonly skipped: Readonly<Record<string, string>>;
  /** What was asked, by step, of a policy that was trained elsewhere; absent for those that were trained here. */
  readonly asked?: readonly AskedPolicy[];
  /** Differences to `frozen`. */
  readonly comparisons: ByTreatment<Comparison>;
  /** By seed; empty for the pretrained policy. */
  readonly training: Readonly<Record<string, TrainingOutcome>>;
  /** Every policy that was ablated, by seed, then step; the last of a seed is its final one. */
  readonly checkpoints: readonly CheckpointAnalysis[];
  /** By seed; empty for the pretrained policy. */
  readonly curves: Readonly<Record<string, LearningCurve>>;
  readonly examples: readonly Example[];
  /** Empty where rollouts were not read. */
  readonly histories: readonly FeatureHistory[];
  /** Empty where `reinforcement.drift` did not ask for it. */
  readonly drift: readonly WordDrift[];
}

/** Estimates of one policy on its way. Intervals are over prompts. */
export interface CheckpointAnalysis {
  readonly seed: number;
  /** Updates it had received. */
  readonly step: number;
  readonly final: boolean;
  readonly prompts: number;
  readonly estimates: ByEstimator<Counted>;
}

/** Learning curve of a run, by column: one element per update. */
export interface LearningCurve {
  readonly step: readonly number[];
  readonly reward: readonly number[];
  readonly accuracy: readonly number[];
  /** Tokens. */
  readonly cot_length: readonly number[];
  readonly mention: readonly number[];
  /** Nats a token. */
  readonly entropy: readonly number[];
  /** Nats a token. */
  readonly kl: readonly number[];
  /** Null where the policy was not evaluated. */
  readonly evaluation_own: readonly (number | null)[];
  readonly evaluation_now: readonly (number | null)[];
}

/** When a feature of the chain of thought came, was of use, and went. Steps are updates; null: never. */
export interface Milestones {
  /** First update at which it was frequent. */
  readonly born: number | null;
  /** First and last checkpoint at which the answer needed it; null where that was not measured, too. */
  readonly useful: readonly [first: number, last: number] | null;
  /** First checkpoint after its last use at which it was still frequent. */
  readonly obsolete: number | null;
  /** Whether it was frequent at the end. */
  readonly kept: boolean;
}

/** How a feature of the rollouts was reinforced in one run, and what became of it. */
export interface FeatureHistory {
  /** `mention`, `length`, `phrase:<type>` or `word:<word>`. */
  readonly feature: string;
  readonly seed: number;
  /** Last update of each stretch of training; the columns below have one element a stretch. */
  readonly step: readonly number[];
  /** Mean of the feature over the rollouts of the stretch: a share, or tokens for `length`. */
  readonly frequency: readonly number[];
  /** Reinforcement received up to there: sum over updates of Cov(feature, advantage). */
  readonly reinforcement: readonly number[];
  /**
   * Share of the accuracy above chance that dropping the phrase costs, by checkpoint; there is none where
   * there was no accuracy to lose, or it was not measured.
   */
  readonly effect: readonly { readonly step: number; readonly value: number }[];
  readonly milestones: Milestones;
}

/** How a word drifted on one kind of prompts: columns as in {@link WordDrift}, on the same updates. */
export interface StratumDrift {
  /** A group, or the label under each rule, such as `code=approve`. */
  readonly stratum: string;
  readonly step: readonly number[];
  readonly frequency: readonly number[];
  readonly predicted: readonly (number | null)[];
  readonly alongStep: readonly (number | null)[];
  readonly measured: readonly (number | null)[];
}

/**
 * How the log-odds of a word's presence in completions drifted in one run: one element per measured update, see
 * `drift.arrow`. Null where the word was in all probes or in none.
 */
export interface WordDrift {
  readonly word: string;
  readonly seed: number;
  readonly step: readonly number[];
  /** P(word) before the update. */
  readonly frequency: readonly number[];
  /** Cov(word, advantage). */
  readonly covariance: readonly number[];
  /** The same within prompts that are alike. */
  readonly covarianceWithin: readonly number[];
  /** Change of the log-odds predicted from that alone. */
  readonly selection: readonly (number | null)[];
  /** Predicted from the policy gradient. */
  readonly predicted: readonly (number | null)[];
  /** Predicted from the step that the optimizer took. */
  readonly alongStep: readonly (number | null)[];
  readonly measured: readonly (number | null)[];
  /** By kind of prompts; empty if there is one kind only. What moves them apart may leave the whole where it was. */
  readonly strata: readonly StratumDrift[];
}

/** The conditions that one sweep stands for. */
export interface Sweep {
  /** Dotted field that was swept. */
  readonly field: string;
  /** In the order of the file. */
  readonly points: readonly { readonly condition: string; readonly value: unknown }[];
  /** Estimates over all points; empty where no drift was measured. */
  readonly estimates: ByEstimator<Estimate>;
}

/** A part of a chain of thought: characters [start, end). */
export interface ExampleUnit {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

/** Splits a thought into units. */
export type SplitThought = (thought: string) => readonly ExampleUnit[];

/** A rollout of a final policy. */
export interface Example {
  readonly seed: number;
  readonly problemId: number;
  readonly question: string;
  readonly thought: string;
  /** Units that cover the thought; empty if the analysis was not told how to split it. */
  readonly units: readonly ExampleUnit[];
  /** Null if the completion was not well-formed. */
  readonly answer: string | null;
  readonly label: string;
  /** 1 or 0. */
  readonly right: number;
  /** Most probable answer given its own chain of thought; null if that was not measured. */
  readonly frozen: string | null;
  /** Most probable answer at once. */
  readonly now: string | null;
  /** Most probable answer with the prompt flipped and the chain of thought kept. */
  readonly flip: string | null;
}

/** What an environment calls the parts of its prompts and chains of thought that are measured, in words. */
export interface Attributes {
  /** What the intervention `flip` changes: `the nationality`. */
  readonly flips: string;
  /** What counts as a mention: `the nationality`. */
  readonly mentions: string;
}

/**
 * The whole analysis of an experiment. Records are in the order of the experiment. `json.ts` says how it stands in
 * `analysis.json`.
 */
export interface Analysis {
  readonly schemaVersion: typeof ANALYSIS_VERSION;
  /** Name of its project: the experiment's, with its preset. */
  readonly experiment: string;
  readonly backend: string;
  /** Build of the kernels, a digest; null if the backend uses none. */
  readonly kernels: string | null;
  readonly seeds: readonly number[];
  /** Coverage that the intervals aim at, such as .95. */
  readonly confidence: number;
  readonly resamples: number;
  /** Accuracy of guessing. */
  readonly chance: number;
  /** Absent if the analysis was not told. */
  readonly attributes?: Attributes;
  /** Treatments found, in the order to show them: `own` first. */
  readonly interventions: readonly Treatment[];
  readonly conditions: Readonly<Record<string, ConditionAnalysis>>;
  /** Between any two conditions, in their order. */
  readonly contrasts: readonly Contrast[];
  /** Sweeps of the experiment, by the name that stands in its file. */
  readonly sweeps: Readonly<Record<string, Sweep>>;
}
