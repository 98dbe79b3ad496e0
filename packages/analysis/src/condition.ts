import { whyNotRun } from '@vestige/ablation/interventions';
import { randomStream } from '@vestige/random';
import type { CheckpointAnalysis, ConditionAnalysis } from './analysis.ts';
import { driftEstimates, driftsOf } from './course/drift.ts';
import { historiesOf } from './course/histories.ts';
import type { Swept } from './course/sweeps.ts';
import { learningCurve, trainingOutcome } from './course/trainingOutcome.ts';
import { resamplePrompts } from './estimate/bootstrap.ts';
import type { ContrastedCondition } from './estimate/contrasts.ts';
import { policyEstimates } from './estimate/estimate.ts';
import { estimatorsOf } from './estimate/estimator.ts';
import { singlePrompts } from './estimate/influence.ts';
import type { Quantity } from './estimators/quantity.ts';
import { analyzeFinals, type EstimatedCheckpoint, type ResampledCheckpoint } from './finals.ts';
import { ByEstimator } from './keys/keyed.ts';
import type { AnalysisOptions } from './options.ts';
import { type CheckpointRows, inGroup } from './read/checkpoints.ts';
import type { AnalyzedEnvironment } from './read/environment.ts';
import { chooseExamples } from './read/examples.ts';
import { lendersOf } from './read/lenders.ts';
import type { RunTables } from './read/runTables.ts';
import { promptCounts, promptSums } from './read/sums.ts';

/** What is read of a condition. */
export interface ConditionInput {
  readonly name: string;
  /** The environment's rule that labels its prompts. */
  readonly rule: string;
  /** One a seed. */
  readonly runs: readonly RunTables[];
  /** Accuracy that counts as solved; without one every run does. */
  readonly solved?: number | undefined;
  /** Its environment, where that is not the experiment's. */
  readonly environment?: AnalyzedEnvironment | undefined;
  /** The pretrained policy that its runs come from; itself if absent. */
  readonly base?: string | undefined;
  /** Where it comes from, if a sweep stands for it. */
  readonly swept?: Swept | undefined;
}

/** A condition whose rows of interventions were read, its runs by seed. */
export interface ReadCondition {
  readonly condition: ConditionInput;
  readonly runs: readonly { readonly run: RunTables; readonly checkpoints: readonly CheckpointRows[] }[];
}

/** What the analyses of all conditions have in common. */
export interface Common {
  readonly environment: AnalyzedEnvironment;
  readonly options: AnalysisOptions;
  /** Of the bootstrap and of the choice of examples. */
  readonly seed: number;
  readonly quantities: readonly Quantity[];
}

/** Resamples of each checkpoint before the last: their intervals are drawn, and decide nothing. */
const CHECKPOINT_RESAMPLES = 400;

/** All that is known of a condition, and what its contrasts to others need. */
export function analyzeCondition(
  { condition, runs }: ReadCondition,
  common: Common,
): { readonly analysis: ConditionAnalysis; readonly contrasted: ContrastedCondition } {
  const { name, rule, solved, base = name } = condition;
  const environment = condition.environment ?? common.environment;
  const { chance } = environment;
  const { confidence } = common.options;
  const estimators = estimatorsOf(
    common.quantities.map(({ key }) => key),
    chance,
  );
  const checkpoints = runs.flatMap((one) =>
    one.checkpoints.map((checkpoint): EstimatedCheckpoint => {
      const resampled = resample([name], checkpoint, environment, common);
      return { ...resampled, ...policyEstimates(estimators, resampled, confidence) };
    }),
  );
  const finals = checkpoints.filter(({ checkpoint }) => checkpoint.final);
  const curves = Object.fromEntries(
    runs.flatMap(({ run }) => (run.updates ? [[run.seed, learningCurve(run.updates)] as const] : [])),
  );
  const { training, ...analyzed } = analyzeFinals({
    finals,
    inGroup: (checkpoint, group) => resample([name, group], inGroup(checkpoint, group), environment, common),
    training: Object.fromEntries(
      Object.entries(curves).map(([seed, curve]) => [seed, trainingOutcome(curve, solved)]),
    ),
    solved,
    chance,
    confidence,
    estimators,
  });
  const drift = runs.flatMap(({ run }) => driftsOf(run));
  const told = checkpoints.map(checkpointOf);
  const analysis: ConditionAnalysis = {
    rule,
    skipped: skippedIn(runs.map(({ run }) => run)),
    ...askedIn(runs.map(({ run }) => run)),
    ...analyzed,
    estimates: new ByEstimator([...analyzed.estimates, ...driftEstimates(drift, confidence)]),
    training,
    ...(chance !== common.environment.chance && { chance }),
    checkpoints: told,
    curves,
    examples: chooseExamples(
      runs
        .filter(({ run }) => analyzed.seeds.includes(run.seed))
        .map((one) => one.checkpoints.find(({ final }) => final)!),
      (runSeed) => randomStream(common.seed, 'examples', name, runSeed),
      environment.units,
    ),
    histories: runs.flatMap(({ run }) =>
      historiesOf(
        run,
        told,
        environment.units,
        drift.filter(({ seed }) => seed === run.seed),
      ),
    ),
    drift,
  };
  const policies = new Map(finals.map((final) => [final.checkpoint.seed, final]));
  return { analysis, contrasted: { name, base, policies, estimators, analysis } };
}

/** Interventions that were not run under some seed, and why, in words. */
function skippedIn(runs: readonly RunTables[]): Record<string, string> {
  const needs = runs.flatMap(({ skipped = {} }) => Object.entries(skipped));
  return Object.fromEntries(needs.map(([name, need]) => [name, whyNotRun(need)]));
}

function askedIn(runs: readonly RunTables[]): Pick<ConditionAnalysis, 'asked'> {
  const asked = runs.flatMap((run) => run.asked ?? []);
  return asked.length > 0 ? { asked } : {};
}

/** @param prompts what the draws are for: a condition, and perhaps a group of its prompts */
function resample(
  prompts: readonly string[],
  checkpoint: CheckpointRows,
  { sample }: AnalyzedEnvironment,
  { options, seed, quantities }: Common,
): ResampledCheckpoint {
  const resamples = checkpoint.final ? options.resamples : Math.min(options.resamples, CHECKPOINT_RESAMPLES);
  const stream = randomStream(seed, 'bootstrap', ...prompts, checkpoint.seed, checkpoint.step);
  const sums = promptSums(checkpoint, quantities);
  const means = resamplePrompts(sums, resamples, stream);
  const single = sample && singlePrompts(sums, lendersOf(checkpoint, quantities));
  return { checkpoint, means: { ...means, single }, counts: promptCounts(sums) };
}

function checkpointOf({ checkpoint, estimates }: EstimatedCheckpoint): CheckpointAnalysis {
  const { seed, step, final, prompts } = checkpoint;
  return { seed, step, final, prompts: prompts.length, estimates };
}
