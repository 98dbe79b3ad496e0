export { checkLines } from './checkLines.ts';
export type { Check } from './checks.ts';
export { type ClusterRequest, clusterRequestSchema } from './clusterSchema.ts';
export { editedExperiment, type FieldValue } from './edit.ts';
export { experimentTask, stagesOf } from './experimentTask.ts';
export { ExperimentError, fail, presetsOf, readJson } from './file.ts';
export { issueLines } from './issues.ts';
export { merged } from './json.ts';
export { slowStage, stageCosts } from './limits.ts';
export { loadExperiment, resolveExperiment } from './load.ts';
export { name } from './name.ts';
export {
  type ComparedRow,
  loadOverview,
  type Overview,
  reportDirectoryOf,
} from './overview.ts';
export { overviewTask } from './overviewTask.ts';
export { hasRemoval } from './removals.ts';
export {
  baseNameOf,
  baseOf,
  conditionsOf,
  describedOf,
  environmentOf,
  exportDirectory,
  fieldOfCondition,
  isBase,
  isGiven,
  projectName,
  type Run,
  ruleOf,
  runName,
  runProjectName,
  runsDirectory,
  runsOf,
  seedsOf,
  stageDirectory,
  sweptOf,
} from './runs.ts';
export {
  BASE,
  type Base,
  type Condition,
  type Experiment,
  experimentFileSchema,
  LARGEST_SEED,
  type TaskOptions,
} from './schema.ts';
export { reportSettings, runSettings } from './settings.ts';
export type { After, Stage, StageName, Without } from './stage.ts';
export { COMPARED_FIELDS, OVERVIEW_REPORT, STAGE_NAMES, STAGES } from './stages.ts';
export { type Before, byStage, pageOf, type RunOfStage, type StageTask, type Whole } from './stageTask.ts';
export type { Swept } from './swept.ts';
