import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { initializeKernels, kernelBuild, kernelVariant } from '@vestige/kernels';
import { BACKEND_VARIABLE, BACKENDS, type BackendName } from './backendName.ts';
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

/** Checks the name of a backend; without one the environment variable decides, and then `wasm`. */
export function backendNamed(name: string | undefined = process.env[BACKEND_VARIABLE]): BackendName {
  const chosen = name || 'wasm';
  if (!(BACKENDS as readonly string[]).includes(chosen)) {
    throw new BackendError(`backend "${chosen}" is unknown; expected one of ${BACKENDS.join(', ')}`);
  }
  return chosen as BackendName;
}

/**
 * Loads a backend and the kernels for it. Everything else in this package needs it first.
 *
 * @throws {BackendError} if it is not installed
 */
export async function useBackend(name: BackendName = backendNamed()): Promise<BackendInfo> {
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
