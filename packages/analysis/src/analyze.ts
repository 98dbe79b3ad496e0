import { ANALYSIS_VERSION, type Analysis, type Attributes } from './analysis.ts';
import { analyzeCondition, type Common, type ConditionInput, type ReadCondition } from './condition.ts';
import { sweepsOf } from './course/sweeps.ts';
import { AnalysisError } from './error.ts';
import { contrastsOf } from './estimate/contrasts.ts';
import { quantitiesOf } from './estimators/index.ts';
import { inOrder, parseTreatment, REMOVALS } from './keys/interventions.ts';
import type { AnalysisOptions } from './options.ts';
import { type CheckpointRows, checkpointsOf } from './read/checkpoints.ts';
import type { AnalyzedEnvironment } from './read/environment.ts';

/** What {@link analyze} reads. */
export interface AnalyzeInput {
  /** Name of the project, such as `loan-quick`. */
  readonly experiment: string;
  /** In the order to show them. */
  readonly conditions: readonly ConditionInput[];
  readonly environment: AnalyzedEnvironment;
  readonly options: AnalysisOptions;
  /** Seed of the bootstrap and of the choice of examples; 0 if absent. */
  readonly seed?: number | undefined;
  readonly backend: string;
  /** Build of the kernels, a digest, if the backend uses them. */
  readonly kernels: string | null | undefined;
  /** What its environment calls what is flipped and mentioned, for reports. */
  readonly attributes?: Attributes | undefined;
}

/**
 * Estimates, intervals and verdicts of an experiment. The same tables and seed give the same analysis.
 *
 * @throws {AnalysisError} if a condition has no run, a run has not one final checkpoint, or an intervention that
 * the verdict needs is missing
 */
export function analyze(input: AnalyzeInput): Analysis {
  const { environment, options } = input;
  const read = input.conditions.map(readCondition);
  const runs = read.flatMap((one) => one.runs);
  const interventions = inOrder(
    runs.flatMap(({ checkpoints }) => Array.from(treatmentsIn(checkpoints), parseTreatment)),
  );
  const quantities = quantitiesOf(interventions);
  for (const one of read) requireInterventions(one);
  const common: Common = { environment, options, seed: input.seed ?? 0, quantities };
  const analyzed = read.map((one) => ({ ...one.condition, ...analyzeCondition(one, common) }));
  const { confidence, resamples } = options;
  return {
    schemaVersion: ANALYSIS_VERSION,
    experiment: input.experiment,
    backend: input.backend,
    kernels: input.kernels ?? null,
    seeds: [...new Set(runs.map(({ run }) => run.seed))].sort((a, b) => a - b),
    confidence,
    resamples,
    chance: environment.chance,
    ...(input.attributes && { attributes: input.attributes }),
    interventions,
    conditions: Object.fromEntries(analyzed.map(({ name, analysis }) => [name, analysis])),
    contrasts: contrastsOf(
      analyzed.map(({ contrasted }) => contrasted),
      confidence,
    ),
    sweeps: sweepsOf(
      analyzed.map(({ name, swept, analysis: { drift } }) => ({ name, swept, drift })),
      confidence,
    ),
  };
}

function readCondition(condition: ConditionInput): ReadCondition {
  const { name } = condition;
  if (condition.runs.length === 0) throw new AnalysisError(`condition ${name}: no runs to analyze`);
  const runs = [...condition.runs].sort((a, b) => a.seed - b.seed);
  return { condition, runs: runs.map((run) => ({ run, checkpoints: checkpointsOf(name, run) })) };
}

/** Names of the treatments of some checkpoints. */
function treatmentsIn(checkpoints: readonly CheckpointRows[]): Set<string> {
  const names = new Set<string>();
  for (const { prompts } of checkpoints) {
    for (const rows of prompts) for (const name of rows.keys()) names.add(name);
  }
  return names;
}

function requireInterventions({ condition, runs }: ReadCondition): void {
  for (const { run, checkpoints } of runs) {
    const present = treatmentsIn(checkpoints.filter(({ final }) => final));
    const missing = ['own', 'frozen'].filter((name) => !present.has(name));
    if (!REMOVALS.some((name) => present.has(name))) missing.push(REMOVALS.join(' or '));
    if (missing.length > 0) {
      throw new AnalysisError(
        `interventions of ${condition.name}, seed ${run.seed}: ${missing.join(', ')} missing; it has ${[...present].join(', ')}; run its stage ablate again`,
      );
    }
  }
}
