import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { initializeKernels, kernelBuild, kernelVariant } from '@vestige/kernels';
import { BACKEND_VARIABLE, BACKENDS, type BackendName } from './backendName.ts';

/** The backend in use, for provenance. */
export interface BackendInfo {
  readonly backend: BackendName;
  /** `relaxed-simd`, `simd` or `composed`. */
  readonly variant: string;
  /** Digest of the kernels' build. */
  readonly kernels: string;
}

/** A backend that cannot be used here. The message says what to do. */
export class BackendError extends Error {
  override name = 'BackendError';
}

// A plain string, so that type checking does not need the optional package.
const TENSORFLOW_PACKAGE: string = '@tensorflow/tfjs-node';

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
  else await loadTensorFlow();
  await tf.setBackend(name);
  await tf.ready();
  await initializeKernels();
  return { backend: name, variant: kernelVariant(), kernels: kernelBuild() };
}

async function loadWasm(): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  if (tf.engine().registryFactory.wasm && tf.engine().registry.wasm) return;
  const require = createRequire(import.meta.url);
  setWasmPaths(`${join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')))}/`);
}

async function loadTensorFlow(): Promise<void> {
  restoreRemovedUtilities();
  try {
    await import(TENSORFLOW_PACKAGE);
  } catch (error) {
    const reason = String((error as Error).message).split('\n')[0];
    throw new BackendError(
      `backend "tensorflow" cannot be loaded (${reason}); install @tensorflow/tfjs-node where its download is reachable, or use --backend wasm`,
    );
  }
}

/** tfjs-node 4.22 calls `util.is*` functions that Node 23 removed. */
function restoreRemovedUtilities(): void {
  const target = util as unknown as Record<string, unknown>;
  target.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  target.isArray ??= Array.isArray;
  target.isString ??= (value: unknown) => typeof value === 'string';
}
