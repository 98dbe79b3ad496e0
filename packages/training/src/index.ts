export { advantages } from './advantages.ts';
export { type Evaluation, evaluate } from './evaluate.ts';
export { createOptimizer, DivergenceError, type Optimizer } from './optimizer.ts';
export {
  type PretrainingOptions,
  pretrainingSchema,
  type ReinforcementOptions,
  reinforcementSchema,
} from './options.ts';
export { policyLoss } from './policyLoss.ts';
export {
  type Drift,
  type Feature,
  type KindDrift,
  type LogOddsDrift,
  predictDrift,
  type SampledRollout,
} from './predictDrift.ts';
export { type PretrainingStep, pretrain } from './pretrain.ts';
export { type ReinforcementState, reinforce, type Update } from './reinforce.ts';
export type { ReinforcementTask } from './reinforcementTask.ts';
export { superviseStep } from './supervise.ts';
export { generatedLogits, type TokenBatch, tokenBatch } from './tokenBatch.ts';
export type { TrainingState } from './trainingState.ts';
export { TRANSFORMER_CAPABILITIES, transformerPolicy } from './transformerPolicy.ts';
