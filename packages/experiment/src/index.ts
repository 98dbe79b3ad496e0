export type { Check } from './checks.ts';
export { ExperimentError, fail, presetsOf, readJson } from './file.ts';
export { issueLines } from './issues.ts';
export { merged } from './json.ts';
export { slowStage } from './limits.ts';
export { loadExperiment, resolveExperiment } from './load.ts';
export { name } from './name.ts';
export {
  type ComparedRow,
  loadOverview,
  type Overview,
  reportDirectoryOf,
} from './overview.ts';
export { hasRemoval } from './removals.ts';
export {
  baseNameOf,
  baseOf,
  conditionsOf,
  exportDirectory,
  isBase,
  projectName,
  type Run,
  ruleOf,
  runName,
  runProjectName,
  runsDirectory,
  runsOf,
  STAGES,
  type Stage,
  stageDirectory,
} from './runs.ts';
export {
  BASE,
  type Base,
  type Condition,
  type Experiment,
  experimentFileSchema,
  LARGEST_SEED,
} from './schema.ts';
export type { Swept } from './sweeps.ts';
