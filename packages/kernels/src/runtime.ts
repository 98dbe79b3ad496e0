import './tfjsGradients.ts';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  type DataType,
  engine,
  getBackend,
  type NamedTensorInfoMap,
  registerKernel,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

/**
 * Which implementation runs: the WebAssembly module built with relaxed SIMD (fused multiply-add), the one
 * built with plain SIMD, or the definitions composed of ordinary TensorFlow.js ops.
 */
export type KernelVariant = 'relaxed-simd' | 'simd' | 'composed';

interface Runtime {
  readonly variant: KernelVariant;
  readonly build: string;
  readonly backend: BackendWasm | undefined;
  readonly exports: object;
}

export const COMPOSED: Runtime = { variant: 'composed', build: 'composed', backend: undefined, exports: {} };

let runtime = COMPOSED;

export function setRuntime(next: Runtime): void {
  runtime = next;
}

export function currentRuntime(): Runtime {
  return runtime;
}

/** Whether ops run the WebAssembly module; false on every backend but `wasm`. */
export function usesModule(): boolean {
  return runtime.backend !== undefined && getBackend() === 'wasm';
}

/** The exports of the WebAssembly module. Each op declares the part that it calls. */
export function module<Exports extends object>(): Exports {
  return runtime.exports as Exports;
}

function backend(): BackendWasm {
  return runtime.backend as BackendWasm;
}

/** Address of a tensor's first byte. Valid until the tensor is disposed; the heap grows but never moves. */
export function address(tensor: TensorInfo): number {
  return backend().dataIdMap.get(tensor.dataId).memoryOffset;
}

/** A new tensor, not initialised. */
export function allocate(shape: number[], dtype: DataType = 'float32'): TensorInfo {
  return backend().makeOutput(shape, dtype);
}

/** Calls `use` with the address of `floats` float32 numbers, aligned to 64 bytes, released afterwards. */
export function withScratch<T>(floats: number, use: (scratch: number) => T): T {
  const scratch = allocate([floats + 16]);
  try {
    return use((address(scratch) + 63) & ~63);
  } finally {
    backend().disposeData(scratch.dataId);
  }
}

/** Whether another tensor shares this one's memory, so that writing in place would change it too. */
export function sharesMemory(tensor: TensorInfo): boolean {
  return backend().refCount(tensor.dataId) > 1;
}

/** Whether the result of the op now being called may be differentiated. */
export function isDifferentiating(): boolean {
  return engine().isTapeOn();
}

type KernelInputs = Record<string, TensorInfo>;
type KernelAttributes = Record<string, number>;

/** Registers a kernel of the `wasm` backend; its function runs only while a module is loaded. */
export function defineKernel(
  kernelName: string,
  run: (inputs: KernelInputs, attributes: KernelAttributes) => TensorInfo | TensorInfo[],
): void {
  registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }: { inputs: NamedTensorInfoMap; attrs?: object }) =>
      run(inputs as KernelInputs, (attrs ?? {}) as KernelAttributes),
  });
}
