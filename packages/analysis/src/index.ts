export {
  type Absent,
  ANALYSIS_VERSION,
  type Analysis,
  type Attributes,
  type CheckpointAnalysis,
  type Comparison,
  type ConditionAnalysis,
  type Contrast,
  type ContrastEstimate,
  type Counted,
  type Estimate,
  type Example,
  type ExampleUnit,
  type FeatureHistory,
  type Followed,
  type FollowedVerdict,
  type Interval,
  type LearningCurve,
  type Milestones,
  type PhraseVerdict,
  type PromptsAnalysis,
  type SeedAgreement,
  type SeedVerdict,
  type StratumDrift,
  type Sweep,
  type TrainingOutcome,
  type Verdict,
  type WordDrift,
} from './analysis.ts';
export { type AnalyzeInput, analyze } from './analyze.ts';
export type { ConditionInput } from './condition.ts';
export { frequentAt } from './course/milestones.ts';
export { AnalysisError } from './error.ts';
export { HEADLINE_ESTIMATORS } from './estimate/contrasts.ts';
export { holm } from './estimate/holm.ts';
export { kindestRemoval } from './estimate/kindestRemoval.ts';
export { estimateRows } from './estimateRows.ts';
export { DRIFT_FIGURES, type DriftFigure } from './estimators/drift.ts';
export { ESTIMATORS } from './estimators/index.ts';
export { analysisText, readAnalysis } from './json.ts';
export { neverLeftChance, RECOVERED } from './judge/rule.ts';
export { seedsInWords } from './judge/seeds.ts';
export { answers, silence } from './judge/silence.ts';
export { type EstimatorKey, estimatorName, type QuantityName } from './keys/estimatorKey.ts';
export {
  HEADLINE_INTERVENTIONS,
  headlineFirst,
  type Intervention,
  isReadapted,
  keptShare,
  parseTreatment,
  REMOVALS,
  type ReadaptedTo,
  type Removal,
  readaptation,
  type Treatment,
  treatmentName,
} from './keys/interventions.ts';
export { ByEstimator, ByTreatment } from './keys/keyed.ts';
export { type AnalysisOptions, analysisSchema, FOLLOWED, VERDICTS } from './options.ts';
export type { AskedPolicy } from './read/askedPolicy.ts';
export type { RunTables } from './read/runTables.ts';
export {
  ANSWERS_FROM,
  CLEAR,
  HARMFUL,
  HEEDED,
  LOAD_BEARING,
  MINIMUM_PROMPTS,
  UNHEEDED,
  VESTIGIAL,
} from './thresholds.ts';
