export {
  BackendError,
  type BackendInfo,
  backendNamed,
  useBackend,
} from './backend.ts';
export { BACKEND_VARIABLE, type BackendChoice, type BackendName } from './backendName.ts';
export { type Checkpoint, type ControlTokens, loadCheckpoint, saveCheckpoint } from './checkpoint.ts';
export { CheckpointError } from './checkpointFiles.ts';
export type { Sampled } from './completions.ts';
export { type ModelOptions, modelSchema } from './options.ts';
export { Packing } from './packing.ts';
export { type SampleOptions, sample } from './sample.ts';
export { nextTokenProbabilities } from './score.ts';
export { int32, type Packed, packed } from './sequences.ts';
export { Transformer } from './transformer.ts';
export { Vocabulary } from './vocabulary.ts';
