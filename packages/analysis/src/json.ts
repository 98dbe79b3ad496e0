import {
  ANALYSIS_VERSION,
  type Analysis,
  type CheckpointAnalysis,
  type ConditionAnalysis,
  type Contrast,
  type PromptsAnalysis,
  type Sweep,
} from './analysis.ts';
import { AnalysisError } from './error.ts';
import { parseTreatment, treatmentName } from './keys/interventions.ts';
import { ByEstimator, ByTreatment } from './keys/keyed.ts';

/** T as JSON has it: what is kept by key is an object by name. */
type Named<T> = {
  readonly [K in keyof T]: T[K] extends ByEstimator<infer V> | ByTreatment<infer V>
    ? Readonly<Record<string, V>>
    : T[K];
};

type By<T> = Readonly<Record<string, T>>;

interface ConditionJson extends Omit<Named<ConditionAnalysis>, 'groups' | 'checkpoints'> {
  readonly groups: By<Named<PromptsAnalysis>>;
  readonly checkpoints: readonly Named<CheckpointAnalysis>[];
}

/** `analysis.json`. */
interface AnalysisJson extends Omit<Analysis, 'interventions' | 'conditions' | 'contrasts' | 'sweeps'> {
  readonly interventions: readonly string[];
  readonly conditions: By<ConditionJson>;
  readonly contrasts: readonly Named<Contrast>[];
  readonly sweeps: By<Named<Sweep>>;
}

/** An analysis as the text of `analysis.json`, where estimators and treatments stand by their names. */
export function analysisText(analysis: Analysis): string {
  const named = { ...analysis, interventions: analysis.interventions.map(treatmentName) };
  return `${JSON.stringify(named, null, 1)}\n`;
}

/**
 * Reads an analysis from what `analysis.json` holds.
 *
 * @throws {AnalysisError} if it is of another version, or names an estimator that there is not
 */
export function readAnalysis(json: unknown): Analysis {
  const named = json as AnalysisJson;
  if (named?.schemaVersion !== ANALYSIS_VERSION) {
    throw new AnalysisError(
      `analysis of version ${named?.schemaVersion}; expected ${ANALYSIS_VERSION}; run the stage analyze again`,
    );
  }
  return {
    ...named,
    interventions: named.interventions.map(parseTreatment),
    conditions: mapped(named.conditions, (condition) => ({
      ...condition,
      ...keyed(condition),
      comparisons: ByTreatment.from(condition.comparisons),
      groups: mapped(condition.groups, (group) => ({ ...group, ...keyed(group) })),
      checkpoints: condition.checkpoints.map((one) => ({
        ...one,
        estimates: ByEstimator.from(one.estimates),
      })),
    })),
    contrasts: named.contrasts.map((one) => ({ ...one, estimates: ByEstimator.from(one.estimates) })),
    sweeps: mapped(named.sweeps, (one) => ({ ...one, estimates: ByEstimator.from(one.estimates) })),
  };
}

function keyed({ estimates, absent }: Pick<Named<PromptsAnalysis>, 'estimates' | 'absent'>) {
  return { estimates: ByEstimator.from(estimates), absent: ByEstimator.from(absent) };
}

function mapped<A, B>(record: By<A>, of: (value: A) => B): By<B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, of(value)]));
}
