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
  type Scored,
} from './predictDrift.ts';
export { pretrain } from './pretrain.ts';
export { type ReinforcementTask, reinforce, type Update } from './reinforce.ts';
export { superviseStep } from './supervise.ts';
export { generatedLogits, type TokenBatch, tokenBatch } from './tokenBatch.ts';
