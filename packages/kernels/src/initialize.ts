import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { backend, getBackend } from '@tensorflow/tfjs-core';
import { shareClones } from './identity.ts';
import { COMPOSED, currentRuntime, type KernelVariant, setRuntime } from './runtime.ts';
import { fastestVariant } from './variants.ts';

export interface InitializeKernelsOptions {
  /** Forces an implementation; without it the fastest one that runs here is taken. */
  readonly variant?: KernelVariant | undefined;
  /** The module's bytes, where they cannot be read from the package's `build` folder (in a browser). They
   * must be those of the variant in use. */
  readonly wasm?: Uint8Array<ArrayBuffer> | undefined;
}

/**
 * Chooses the implementation of the ops for the current backend. Call it after `tf.setBackend` and
 * `tf.ready`, and again after a change of backend. Until then ops run their composed definitions.
 *
 * @throws if the WebAssembly modules have not been built, or the variant asked for does not run here
 */
export async function initializeKernels(options: InitializeKernelsOptions = {}): Promise<KernelVariant> {
  const usesWasm = getBackend() === 'wasm';
  const variant = options.variant ?? (usesWasm ? fastestVariant() : undefined) ?? 'composed';
  if (variant === 'composed') {
    setRuntime(COMPOSED);
    return variant;
  }
  if (!usesWasm) {
    throw new Error(`The kernels '${variant}' need the backend 'wasm'; the current one is '${getBackend()}'`);
  }
  const { variant: current, backend: instantiatedOn } = currentRuntime();
  if (current === variant && instantiatedOn === backend()) return variant;

  const bytes = options.wasm ?? (await readModule(variant));
  const wasmBackend = backend() as BackendWasm;
  // tfjs keeps its memory in Emscripten's `asm`, which its type leaves out.
  const { memory } = (wasmBackend.wasm as unknown as { asm: { memory: WebAssembly.Memory } }).asm;
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  shareClones();
  setRuntime({
    variant,
    build: hexadecimal(new Uint8Array(digest)).slice(0, 16),
    backend: wasmBackend,
    exports: instance.exports,
  });
  return variant;
}

/** The implementation in use. */
export function kernelVariant(): KernelVariant {
  return currentRuntime().variant;
}

/** Names the exact code in use: the start of the module's SHA-256 in hexadecimal, or `composed`. */
export function kernelBuild(): string {
  return currentRuntime().build;
}

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function readModule(variant: KernelVariant): Promise<Uint8Array<ArrayBuffer>> {
  const { readFile } = await import('node:fs/promises');
  try {
    return await readFile(new URL(`../build/${variant}.wasm`, import.meta.url));
  } catch (cause) {
    throw new Error(`The kernels are not built (no ${variant}.wasm): run \`npx nx build kernels\``, {
      cause,
    });
  }
}
