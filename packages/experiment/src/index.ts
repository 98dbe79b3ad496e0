export { ExperimentError, loadExperiment, resolveExperiment, ruleOf } from './load.ts';
export {
  conditionsOf,
  projectName,
  type Run,
  runName,
  runsDirectory,
  runsOf,
  STAGES,
  type Stage,
  stageDirectory,
} from './runs.ts';
export { BASE, type Experiment, experimentFileSchema } from './schema.ts';
