export { plantedPolicy } from './plantedPolicy.ts';
export {
  ANSWER_PROBABILITY,
  PHRASE_TYPES,
  type PhraseType,
  PLANTED_POLICIES,
  type PlantedPolicy,
  SLIPS,
} from './policies.ts';
export type { Simulated } from './rows.ts';
export { simulate } from './simulate.ts';
export { type IntervalRow, intervalColumns, type VerdictRow, verdictColumns } from './tables.ts';
export { truthOf } from './truth.ts';
