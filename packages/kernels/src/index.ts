export {
  type AdamWNumbers,
  type AdamWOptions,
  type AdamWState,
  adamWStep,
  createAdamWState,
} from './adamWStep.ts';
export { allFinite } from './allFinite.ts';
export { causalAttention, type Sequences } from './causalAttention.ts';
export { decodeAttention } from './decodeAttention.ts';
export { embed } from './embed.ts';
export { type FeedForwardLayers, feedForward } from './feedForward.ts';
export {
  type InitializeKernelsOptions,
  initializeKernels,
  kernelBuild,
  kernelVariant,
} from './initialize.ts';
export { createKeyValueCache, fillKeyValueCache, type KeyValueCache } from './keyValueCache.ts';
export { klDivergence } from './klDivergence.ts';
export { layerNorm } from './layerNorm.ts';
export { type LinearOptions, linear } from './linear.ts';
export { type Norm, normLinear } from './normLinear.ts';
export { Recording, record, replay } from './recording.ts';
export { rotary } from './rotary.ts';
export { rotaryTable } from './rotaryTable.ts';
export type { KernelVariant } from './runtime.ts';
export { type SampledTokens, sampleTokens } from './sampleTokens.ts';
export { selectRows } from './selectRows.ts';
export { type TokenLogProb, tokenLogProb } from './tokenLogProb.ts';
