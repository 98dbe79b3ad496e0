import type { EnvironmentOptions } from '@vestige/environment';
import type { ModelOptions } from '@vestige/model/options';

/** What the page knows beside its tables: JSON in the block {@link MANIFEST}. */
export interface Manifest {
  readonly experiment: { readonly name: string; readonly title: string; readonly project: string };
  /** Environments, as options; a run names one by its place. */
  readonly environments: readonly EnvironmentOptions[];
  readonly conditions: readonly ManifestCondition[];
  /** Runs that the page holds something of. */
  readonly runs: readonly ManifestRun[];
  readonly policies: readonly ManifestPolicy[];
  /** Training rollouts in the page, of how many there are in the files of all runs. */
  readonly rollouts: { readonly held: number; readonly of: number };
  /** Names of the interventions in the table of prompts, in the order of its lists. */
  readonly interventions: readonly string[];
  /** Prompts in {@link TRANSCRIPTS}, of how many that policies from elsewhere were asked; absent if there are none such. */
  readonly transcripts?: { readonly held: number; readonly of: number };
}

export interface ManifestCondition {
  readonly name: string;
  readonly description: string;
  /** Rule by which an answer is right. */
  readonly rule: string;
  readonly verdict: string;
  /** What its answers follow, right or wrong. */
  readonly follows: string;
}

export interface ManifestRun {
  /** Place among the conditions. */
  readonly condition: number;
  readonly seed: number;
  /** Place among the environments. */
  readonly environment: number;
}

/** A policy whose parameters are in the page, exact. */
export interface ManifestPolicy {
  /** Place among the runs. */
  readonly run: number;
  /** Updates it had received. */
  readonly step: number;
  readonly final: boolean;
  readonly model: ModelOptions;
  /** Id of the block with its safetensors file. */
  readonly block: string;
  /** Folder of the checkpoint, from the root of the repository, or of an experiment elsewhere from its folder. */
  readonly directory: string;
}

/** Ids of the blocks. Each is gzip in base64. */
export const MANIFEST = 'vestige-manifest';
/** Arrow, columns {@link RolloutColumn}. */
export const ROLLOUTS = 'vestige-rollouts';
/** Arrow, columns {@link PromptColumn}. */
export const PROMPTS = 'vestige-prompts';
/**
 * Arrow: learning curves, one row a run and update, the rows of a run together and in order; of all runs that were
 * trained, whether or not a policy of theirs is in the page, sweeps last.
 *
 * - `condition` place among the conditions; `seed`; `step` update
 * - each of {@link CURVE_QUANTITIES}, float32, NaN where there is none
 */
export const CURVES = 'vestige-curves';
/** JSON: {@link Transcripts}. */
export const TRANSCRIPTS = 'vestige-transcripts';
/** The kernels, by variant. */
export const KERNELS = { 'relaxed-simd': 'vestige-kernels-relaxed', simd: 'vestige-kernels' } as const;

/**
 * Columns of the table of rollouts, one row a completion: those of training, then those that policies wrote for the
 * evaluation prompts at their checkpoints.
 *
 * Texts are token ids of the environment's format, a byte a word: `texts.ts` of the program reads them.
 *
 * - `run` place among the runs; `step` update; `evaluation` whether it is for an evaluation prompt
 * - `question`; `raw` the whole completion as it was written
 * - `improbability` 255 (1 - p) of each generated token under the sampling policy, rounded; empty for evaluation
 * - `reward`, `advantage` 0 for evaluation
 * - `label` the right answer; `forced` made to begin with `</think>`; `mention` of what the environment looks for
 */
export type RolloutColumn =
  | 'run'
  | 'step'
  | 'evaluation'
  | 'question'
  | 'raw'
  | 'improbability'
  | 'reward'
  | 'advantage'
  | 'label'
  | 'forced'
  | 'mention';

/**
 * Columns of the table of evaluation prompts, one row a final policy and prompt; texts as in the table of rollouts.
 *
 * - `run`, `problem_id`, `question`, `thought` (its own), `label`, `answer` most probable after its own chain of thought
 * - `probability` of that answer among the possible ones under each intervention of the manifest, in units of 1/255
 * - `mass` likewise: probability of the possible answers together, among all words
 * - `right` likewise 1 or 0 by the label of the unchanged question, 2 ({@link NOT_MEASURED}) where there is no such answer
 */
export type PromptColumn =
  | 'run'
  | 'problem_id'
  | 'question'
  | 'thought'
  | 'label'
  | 'answer'
  | 'probability'
  | 'mass'
  | 'right';

/** In `right`: the intervention was not made on the prompt. */
export const NOT_MEASURED = 2;

/** Quantities of the learning curves: columns of `updates.arrow` that go into the page. */
export const CURVE_QUANTITIES = [
  'reward',
  'accuracy',
  'cot_length',
  'mention',
  'truthful',
  'invented',
  'entropy',
  'kl',
] as const;

export type CurveQuantity = (typeof CURVE_QUANTITIES)[number];

/** What policies that were trained elsewhere were asked, and what they wrote and answered, in text. */
export interface Transcripts {
  /** Names of the interventions; an outcome names one by its place. */
  readonly interventions: readonly string[];
  readonly policies: readonly TranscriptPolicy[];
}

export interface TranscriptPolicy {
  /** Place among the conditions of the manifest. */
  readonly condition: number;
  readonly seed: number;
  /** What a unit of a thought is called: `sentence`. */
  readonly part: string;
  /** Interventions that were asked for and not run, each with the reason, a clause. */
  readonly skipped: Readonly<Record<string, string>>;
  /** Prompts it was asked, of which the page may hold the first only. */
  readonly of: number;
  readonly prompts: readonly Transcript[];
}

/** A prompt of the evaluation. */
export interface Transcript {
  readonly id: number;
  /** Kind of question; null if there is one kind only. */
  readonly group: string | null;
  readonly question: string;
  /** Its own chain of thought. */
  readonly thought: string;
  /** What else it wrote, before and after the thought; null if that is not known. */
  readonly around: readonly [before: string, after: string] | null;
  readonly label: string;
  /** Units of the thought: characters [start, end), and the kind. */
  readonly units: readonly (readonly [start: number, end: number, kind: string])[];
  /** In the order of the file, `own` first. */
  readonly outcomes: readonly Outcome[];
}

/** What came of an intervention on a prompt. Probabilities are in thousandths, rounded. */
export interface Outcome {
  /** Place among the interventions. */
  readonly by: number;
  /** Kind of the unit that was touched, and its place where each was in turn. */
  readonly unit?: string;
  readonly unitAt?: number;
  /** Whether what stands in its place says something else. */
  readonly changed?: boolean;
  /** What stands there: characters [start, end) of the thought that was shown; where the policy wrote on. */
  readonly instead?: readonly [start: number, end: number];
  /** The question that was shown, and the thought, null where an answer was asked for at once; absent if its own. */
  readonly question?: Splice;
  readonly thought?: Splice | null;
  readonly answer: string | null;
  /** 1 or 0, or a share of samples. */
  readonly right: number;
  readonly unchanged: number;
  /** Probability of the answer of `frozen`, and of the label, among the possible answers. */
  readonly frozen: number;
  readonly labelled: number;
  /** Probability of the possible answers together; null if it cannot be known. */
  readonly mass: number | null;
}

/** A text by another: its first characters, others, its last characters. */
export type Splice = readonly [first: number, inserted: string, last: number];
