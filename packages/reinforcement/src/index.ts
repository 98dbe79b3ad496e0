export { type Advantages, advantagesOf } from './advantages.ts';
export { analyzeRollouts, type Progress } from './analyzeRollouts.ts';
export type { Feature } from './discover/feature.ts';
export { type ReinforcementOptions, reinforcementSchema } from './options.ts';
export {
  type Fate,
  type FeatureHistory,
  REINFORCEMENT_VERSION,
  type Reinforcement,
  type Tested,
} from './reinforcement.ts';
export type { Rollout, Rollouts } from './rollout.ts';
export { type Estimate, type Interval, MINIMUM_PROBLEMS } from './statistics/clusterEstimate.ts';
export type { Dependence } from './statistics/dependence.ts';
export type { CurvePoint } from './survey/curves.ts';
export type { AdvantageBasis } from './survey/groups.ts';
export { type FeatureSpan, featureSpans } from './tally/featureSpans.ts';
