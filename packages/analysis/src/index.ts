export {
  ANALYSIS_VERSION,
  type Analysis,
  type Attributes,
  type CheckpointAnalysis,
  type Comparison,
  type ConditionAnalysis,
  type Estimate,
  type Example,
  type ExamplePhrase,
  type Family,
  type FeatureLife,
  type Interval,
  type LearningCurve,
  type Life,
  type PhraseVerdict,
  type PromptsAnalysis,
  type TrainingOutcome,
  type Verdict,
  type WordDrift,
} from './analysis.ts';
export { type AnalyzeInput, analyze } from './analyze.ts';
export { AnalysisError } from './error.ts';
export { estimateRows } from './estimateRows.ts';
export { holm } from './holm.ts';
export { REMOVALS, type Removal } from './interventions.ts';
export { frequentAt } from './life.ts';
export { type AnalysisOptions, analysisSchema } from './options.ts';
export { kindestRemoval } from './reliance.ts';
export type { RunTables } from './runTables.ts';
export { LOAD_BEARING, neverSolved, VESTIGIAL } from './verdict.ts';
