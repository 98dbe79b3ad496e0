export type { CompletionOptions, SampledCompletion } from '../completions.ts';
export { decodeSafetensors, type StoredTensor } from '../safetensors.ts';
export { Vocabulary } from '../vocabulary.ts';
export { createInference, type Inference, type StoredPolicy } from './inference.ts';
export type { Implementation } from './ops.ts';
