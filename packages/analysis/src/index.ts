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
  type ExamplePhrase,
  type Family,
  type FeatureLife,
  type Interval,
  type LearningCurve,
  type Life,
  type PhraseVerdict,
  type PromptsAnalysis,
  type SeedAgreement,
  type SeedVerdict,
  type StratumDrift,
  type TrainingOutcome,
  type Verdict,
  type WordDrift,
} from './analysis.ts';
export { type AnalyzeInput, analyze } from './analyze.ts';
export { neverLeftChance } from './conditionVerdict.ts';
export { HEADLINE_ESTIMATORS } from './contrasts.ts';
export { AnalysisError } from './error.ts';
export { estimateRows } from './estimateRows.ts';
export { holm } from './holm.ts';
export { HEADLINE_INTERVENTIONS, headlineFirst, REMOVALS, type Removal } from './interventions.ts';
export { frequentAt } from './life.ts';
export { type AnalysisOptions, analysisSchema, VERDICTS } from './options.ts';
export { kindestRemoval } from './reliance.ts';
export type { RunTables } from './runTables.ts';
export { seedsInWords } from './seeds.ts';
export { answers, silence } from './silence.ts';
export { ANSWERS_FROM, CLEAR, LOAD_BEARING, MINIMUM_PROMPTS, VESTIGIAL } from './thresholds.ts';
export { RECOVERED } from './verdict.ts';
