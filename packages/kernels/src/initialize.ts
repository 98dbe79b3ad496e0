import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { backend, getBackend } from '@tensorflow/tfjs-core';
import { shareClones } from './identity.ts';
import { COMPOSED, currentRuntime, type KernelVariant, setRuntime } from './runtime.ts';

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
  const variant = options.variant ?? (usesWasm ? fastestVariant() : 'composed');
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

/**
 * A function of two numbers, `relaxed_madd(a, a, c)`, in plain WebAssembly bytes. Validation fails where
 * relaxed SIMD is unknown.
 */
const MADD_PROBE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x07, 0x01, 0x60, 0x02, 0x7d, 0x7d, 0x01, 0x7d], // type: (f32, f32) -> f32
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00], // export "f"
  ...[0x0a, 0x16, 0x01, 0x14, 0x00], // code: one body of 20 bytes, no locals
  ...[0x20, 0x00, 0xfd, 0x13, 0x20, 0x00, 0xfd, 0x13, 0x20, 0x01, 0xfd, 0x13], // splat(a) splat(a) splat(c)
  ...[0xfd, 0x85, 0x02, 0xfd, 0x1f, 0x00, 0x0b], // relaxed_madd, lane 0
);

/**
 * Relaxed SIMD counts only where its multiply-add rounds once. A processor without the instruction may round
 * twice, and results would differ between machines that report the same variant.
 */
function fastestVariant(): KernelVariant {
  if (!WebAssembly.validate(MADD_PROBE)) return 'simd';
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(MADD_PROBE)).exports;
  const a = 1 + 2 ** -12;
  return (f as (a: number, c: number) => number)(a, -(1 + 2 ** -11)) === 0 ? 'simd' : 'relaxed-simd';
}
