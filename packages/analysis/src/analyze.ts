import { randomStream } from '@vestige/random';
import {
  ANALYSIS_VERSION,
  type Analysis,
  type Attributes,
  type CheckpointAnalysis,
  type ConditionAnalysis,
  type Example,
  type ExamplePhrase,
  type FeatureLife,
  type LearningCurve,
  type WordDrift,
} from './analysis.ts';
import { resamplePrompts } from './bootstrap.ts';
import { analyzeCondition, type EstimatedPolicy, type ResampledPolicy } from './condition.ts';
import { type ContrastedCondition, contrastsOf } from './contrasts.ts';
import { driftEstimates, driftsOf } from './drift.ts';
import { AnalysisError } from './error.ts';
import { policyEstimates } from './estimate.ts';
import { estimatorsOf } from './estimators.ts';
import { chooseExamples } from './examples.ts';
import { familiesOf, type SweptFrom } from './families.ts';
import { inOrder, REMOVALS } from './interventions.ts';
import type { AnalysisOptions } from './options.ts';
import { inGroup, type Policy, policiesOf } from './policies.ts';
import { quantitiesOf } from './quantities.ts';
import type { Quantity } from './quantity.ts';
import { livesOf } from './reinforcement.ts';
import type { RunTables } from './runTables.ts';
import { promptCounts, promptSums } from './sums.ts';
import { learningCurve, trainingOutcome } from './trainingOutcome.ts';

/** What {@link analyze} reads. */
export interface AnalyzeInput {
  /** Name of the project, such as `loan-quick`. */
  readonly experiment: string;
  readonly runs: readonly RunTables[];
  /** By condition: the rule that labels its prompts. Its order is the order of the conditions. */
  readonly rules: Readonly<Record<string, string>>;
  /** Accuracy of guessing. */
  readonly chance: number;
  readonly options: AnalysisOptions;
  /** Seed of the bootstrap and of the choice of examples; 0 if absent. */
  readonly seed?: number | undefined;
  readonly backend: string;
  /** Build of the kernels, a digest, if the backend uses them. */
  readonly kernels: string | null | undefined;
  /** Token id -> word. */
  readonly vocabulary: readonly string[];
  /** By condition: the accuracy that counts as solved; a condition without one needs not be solved. */
  readonly solved: Readonly<Record<string, number>>;
  /** Splits a chain of thought into phrases, for the examples: the environment's `phrases`. */
  readonly phrases?: ((cot: readonly number[]) => readonly ExamplePhrase[]) | undefined;
  /** By condition: its environment, where that is not the one above. */
  readonly environments?:
    | Readonly<Record<string, Pick<AnalyzeInput, 'chance' | 'vocabulary' | 'phrases'>>>
    | undefined;
  /** By condition: the pretrained policy that its runs come from. A condition without one is its own. */
  readonly bases?: Readonly<Record<string, string>> | undefined;
  /** What its environment calls what is flipped and mentioned, for reports. */
  readonly attributes?: Attributes | undefined;
  /** By condition that a sweep stands for; none if absent. */
  readonly swept?: Readonly<Record<string, SweptFrom>> | undefined;
}

/** Resamples of each checkpoint before the last: their intervals are drawn, and decide nothing. */
const CHECKPOINT_RESAMPLES = 400;

/**
 * Estimates, intervals and verdicts of an experiment. The same tables and seed give the same analysis.
 *
 * @throws {AnalysisError} if a condition has no run, a run has not one final checkpoint, or an intervention that
 * the verdict needs is missing
 */
export function analyze(input: AnalyzeInput): Analysis {
  const runs = [...input.runs].sort((a, b) => a.seed - b.seed);
  const measured = runs.map((run) => ({ run, policies: policiesOf(run) }));
  const interventions = inOrder(measured.flatMap(({ policies }) => [...treatmentsIn(policies)]));
  const quantities = quantitiesOf(interventions);

  const resampled = (condition: string, policy: Policy, group?: string) =>
    resample(input, [condition, ...(group === undefined ? [] : [group])], policy, quantities);

  const conditions: Record<string, ConditionAnalysis> = {};
  const checkpoints: Record<string, CheckpointAnalysis[]> = {};
  const curves: Record<string, Record<string, LearningCurve>> = {};
  const examples: Record<string, Example[]> = {};
  const lives: Record<string, FeatureLife[]> = {};
  const drift: Record<string, WordDrift[]> = {};
  const contrasted: ContrastedCondition[] = [];
  const { confidence } = input.options;
  for (const [condition, rule] of Object.entries(input.rules)) {
    const own = measured.filter(({ run }) => run.condition === condition);
    if (own.length === 0) throw new AnalysisError(`condition ${condition}: no runs to analyze`);
    requireInterventions(condition, own);
    const { chance, vocabulary, phrases } = input.environments?.[condition] ?? input;
    const estimators = estimatorsOf(
      quantities.map(({ name }) => name),
      chance,
    );
    const policies = own.flatMap((one) =>
      one.policies.map((policy): EstimatedPolicy => {
        const counted = resampled(condition, policy);
        return { ...counted, ...policyEstimates(estimators, counted, confidence) };
      }),
    );
    const finals = policies.filter(({ policy }) => policy.final);
    curves[condition] = Object.fromEntries(
      own.flatMap(({ run }) => (run.updates ? [[run.seed, learningCurve(run.updates)]] : [])),
    );
    const training = Object.fromEntries(
      Object.entries(curves[condition]).map(([seed, curve]) => [
        seed,
        trainingOutcome(curve, input.solved[condition]),
      ]),
    );
    const analyzed = analyzeCondition({
      rule,
      finals,
      inGroup: (policy, group) => resampled(condition, inGroup(policy, group), group),
      training,
      solved: input.solved[condition],
      chance,
      confidence,
      estimators,
    });
    drift[condition] = own.flatMap(({ run }) => driftsOf(run));
    conditions[condition] = {
      ...analyzed,
      estimates: { ...analyzed.estimates, ...driftEstimates(drift[condition], confidence) },
      ...(chance !== input.chance && { chance }),
    };
    checkpoints[condition] = policies.map(checkpointOf);
    contrasted.push({
      name: condition,
      base: input.bases?.[condition] ?? condition,
      policies: new Map(finals.map((policy) => [policy.policy.seed, policy])),
      estimators,
      analysis: conditions[condition],
    });
    const { seeds } = conditions[condition];
    lives[condition] = own.flatMap(({ run }) =>
      livesOf(
        run,
        checkpoints[condition]!,
        { vocabulary, phrases },
        drift[condition]!.filter(({ seed }) => seed === run.seed),
      ),
    );
    examples[condition] = chooseExamples(
      own
        .filter(({ run }) => seeds.includes(run.seed))
        .map(({ policies }) => policies.find(({ final }) => final)!),
      (runSeed) => randomStream(input.seed ?? 0, 'examples', condition, runSeed),
      { vocabulary, phrases },
    );
  }
  return {
    schemaVersion: ANALYSIS_VERSION,
    experiment: input.experiment,
    backend: input.backend,
    kernels: input.kernels ?? null,
    seeds: [...new Set(runs.map(({ seed }) => seed))],
    confidence,
    resamples: input.options.resamples,
    chance: input.chance,
    ...(input.attributes && { attributes: input.attributes }),
    interventions,
    conditions,
    contrasts: contrastsOf(contrasted, confidence),
    checkpoints,
    curves,
    examples,
    lives,
    drift,
    families: familiesOf(input.swept ?? {}, drift, confidence),
  };
}

function resample(
  { options, seed = 0 }: AnalyzeInput,
  prompts: readonly string[],
  policy: Policy,
  quantities: readonly Quantity[],
): ResampledPolicy {
  const resamples = policy.final ? options.resamples : Math.min(options.resamples, CHECKPOINT_RESAMPLES);
  const stream = randomStream(seed, 'bootstrap', ...prompts, policy.seed, policy.step);
  const sums = promptSums(policy, quantities);
  return { policy, means: resamplePrompts(sums, resamples, stream), counts: promptCounts(sums) };
}

function checkpointOf({ policy, estimates }: EstimatedPolicy): CheckpointAnalysis {
  const { seed, step, final, prompts } = policy;
  return { seed, step, final, prompts: prompts.length, estimates };
}

function treatmentsIn(policies: readonly Policy[]): Set<string> {
  const names = new Set<string>();
  for (const { prompts } of policies) {
    for (const rows of prompts) for (const name of rows.keys()) names.add(name);
  }
  return names;
}

function requireInterventions(
  condition: string,
  runs: readonly { run: RunTables; policies: readonly Policy[] }[],
): void {
  for (const { run, policies } of runs) {
    const final = policies.find((policy) => policy.final)!;
    const present = treatmentsIn([final]);
    const missing = ['own', 'frozen'].filter((name) => !present.has(name));
    if (!REMOVALS.some((name) => present.has(name))) missing.push(REMOVALS.join(' or '));
    if (missing.length > 0) {
      throw new AnalysisError(
        `interventions of ${condition}, seed ${run.seed}: ${missing.join(', ')} missing; it has ${[...present].join(', ')}; run its stage ablate again`,
      );
    }
  }
}
