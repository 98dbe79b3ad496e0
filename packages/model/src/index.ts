export {
  BackendError,
  type BackendInfo,
  backendNamed,
  useBackend,
} from './backend.ts';
export { BACKEND_VARIABLE, type BackendChoice, type BackendName } from './backendName.ts';
export { type Checkpoint, loadCheckpoint, saveCheckpoint } from './checkpoint.ts';
export { CheckpointError } from './checkpointFiles.ts';
export type { SampledCompletion } from './completions.ts';
export type { ControlTokens } from './controlTokens.ts';
export { type ModelOptions, modelSchema } from './options.ts';
export { int32, type PackedTensors, packedTensors } from './packedTensors.ts';
export { Packing } from './packing.ts';
export { type SampleOptions, sample } from './sample.ts';
export { nextTokenProbabilities } from './score.ts';
export { Transformer } from './transformer.ts';
export { Vocabulary } from './vocabulary.ts';
