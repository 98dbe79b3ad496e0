import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { initializeKernels, kernelBuild, kernelVariant } from '@vestige/kernels';
import { BACKEND_CHOICES, BACKEND_VARIABLE, type BackendChoice, type BackendName } from './backendName.ts';
import { chooseBackend } from './chooseBackend.ts';
import type { ModelOptions } from './options.ts';
import { loadTensorFlow, tensorFlowPackage } from './tensorFlow.ts';

/** The backend in use, for provenance. */
export interface BackendInfo {
  readonly backend: BackendName;
  /** `relaxed-simd`, `simd` or `composed`. */
  readonly variant: string;
  /** Digest of the kernels' build; on `tensorflow` the version of libtensorflow. */
  readonly kernels: string;
}

/** A backend that cannot be used here. The message says what to do. */
export class BackendError extends Error {
  override name = 'BackendError';
}

/** Checks the name of a choice; without one the environment variable decides, and then `wasm`. */
export function backendNamed(name: string | undefined = process.env[BACKEND_VARIABLE]): BackendChoice {
  const chosen = name || 'wasm';
  if (!(BACKEND_CHOICES as readonly string[]).includes(chosen)) {
    throw new BackendError(`backend "${chosen}" is unknown; expected one of ${BACKEND_CHOICES.join(', ')}`);
  }
  return chosen as BackendChoice;
}

/**
 * Loads a backend and the kernels for it. Everything else in this package needs it first.
 *
 * @param model whose backend `auto` is; without one it is that of small models
 * @throws {BackendError} if it is not installed
 */
export async function useBackend(
  choice: BackendChoice = backendNamed(),
  model: Pick<ModelOptions, 'width'> = { width: 0 },
): Promise<BackendInfo> {
  const name = chooseBackend(choice, model);
  if (name === 'wasm') await loadWasm();
  else if (name === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  else await loadNative();
  await tf.setBackend(name);
  await tf.ready();
  await initializeKernels();
  const kernels = name === 'tensorflow' ? `libtensorflow-${libtensorflowVersion()}` : kernelBuild();
  return { backend: name, variant: kernelVariant(), kernels };
}

async function loadWasm(): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  if (tf.engine().registryFactory.wasm && tf.engine().registry.wasm) return;
  const require = createRequire(import.meta.url);
  setWasmPaths(`${join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')))}/`);
}

async function loadNative(): Promise<void> {
  const name = tensorFlowPackage();
  if (!name) {
    throw new BackendError(
      'backend "tensorflow" is not installed (no @tensorflow/tfjs-node, whose download npm tries once); run `npm run native`, or use --backend wasm',
    );
  }
  try {
    await loadTensorFlow(name);
  } catch (error) {
    const reason = String((error as Error).message).split('\n')[0];
    throw new BackendError(
      `backend "tensorflow" cannot be loaded from ${name} (${reason}); run \`npm run native\`, or use --backend wasm`,
    );
  }
}

function libtensorflowVersion(): string {
  // The backend's class has no type here: its package is optional.
  const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } };
  return binding.TF_Version;
}
