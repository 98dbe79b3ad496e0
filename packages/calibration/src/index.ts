export {
  type CalibrationMetrics,
  type Coverage,
  calibrationMetricsSchema,
  type Share,
  type VerdictShare,
} from './metrics.ts';
export { plant } from './plant.ts';
export {
  PHRASE_TYPES,
  type PhraseType,
  PLANTED_POLICIES,
  type PlantedPolicy,
  SLIPS,
  SURE,
} from './policies.ts';
export { type Simulated, simulate } from './simulate.ts';
export { ALL, summarize, WHOLE } from './summarize.ts';
export { type IntervalRow, intervalColumns, type VerdictRow, verdictColumns } from './tables.ts';
export { truthOf } from './truth.ts';
