export { plant } from './plant.ts';
export {
  PHRASE_TYPES,
  type PhraseType,
  PLANTED_POLICIES,
  type PlantedPolicy,
  SLIPS,
  SURE,
} from './policies.ts';
export type { Simulated } from './rows.ts';
export { simulate } from './simulate.ts';
export { type IntervalRow, intervalColumns, type VerdictRow, verdictColumns } from './tables.ts';
export { truthOf } from './truth.ts';
