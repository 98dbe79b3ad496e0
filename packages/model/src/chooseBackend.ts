import type { BackendChoice, BackendName } from './backendName.ts';
import type { ModelOptions } from './options.ts';
import { tensorFlowPackage } from './tensorFlow.ts';

export { BACKEND_VARIABLE, type BackendChoice } from './backendName.ts';

/** From this width on, a step of RL is faster on `tensorflow`: the table of backends in tools/benchmarks/README.md. */
export const TENSORFLOW_FROM_WIDTH = 256;

/**
 * The backend that a choice means for a model. `auto`: `tensorflow` where it is installed and the model is wide
 * enough to gain by it, else `wasm`.
 *
 * @param isInstalled whether `tensorflow` can be used
 */
export function chooseBackend(
  choice: BackendChoice,
  { width }: Pick<ModelOptions, 'width'>,
  isInstalled = () => tensorFlowPackage() !== undefined,
): BackendName {
  if (choice !== 'auto') return choice;
  return width >= TENSORFLOW_FROM_WIDTH && isInstalled() ? 'tensorflow' : 'wasm';
}
