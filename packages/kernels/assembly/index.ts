export { adamWUpdate, sumOfSquares } from './adamW';
export { attentionScratch, causalAttention, causalAttentionGradient } from './causalAttention';
export { decodeAttention, decodeScratch, fillKeyValueCache } from './decodeAttention';
export { embed, scatterRows } from './embed';
export { feedForward, feedForwardGradient, feedForwardGradientScratch, feedForwardScratch } from './feedForward';
export { gelu, geluGradient } from './gelu';
export { klDivergence, klDivergenceGradient } from './klDivergence';
export { layerNorm, layerNormGradient } from './layerNorm';
export {
  linear,
  linearInputGradient,
  linearScratch,
  linearWeightGradient,
  linearWeightScratch,
} from './linear';
export {
  normLinear,
  normLinearGradient,
  normLinearGradientScratch,
  normLinearScratch,
} from './normLinear';
export { rotary } from './rotary';
export { sampleTokens } from './sampleTokens';
export { copy, firstOutside, selectRows } from './selectRows';
export { tokenLogProb, tokenLogProbGradient } from './tokenLogProb';
