import './tfjsGradients.ts';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  type DataType,
  engine,
  getBackend,
  type NamedTensorMap,
  registerGradient,
  registerKernel,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { ModuleVariant } from './variants.ts';

/** Which implementation runs: a build of the WebAssembly module, or the definitions composed of ordinary
 * TensorFlow.js ops. */
export type KernelVariant = ModuleVariant | 'composed';

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

/** Address of a tensor's first byte, 0 without a tensor. */
export function address(tensor: TensorInfo | undefined): number {
  return tensor === undefined ? 0 : backend().dataIdMap.get(tensor.dataId).memoryOffset;
}

/** A new tensor, not initialised. */
export function allocate(shape: number[], dtype: DataType = 'float32'): TensorInfo {
  return backend().makeOutput(shape, dtype);
}

/** A new tensor of any content. */
export function uninitialized<Rank extends Tensor>(shape: Rank['shape']): Rank {
  return engine().makeTensorFromTensorInfo(allocate([...shape])) as Rank;
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

/** What the next kernel gives instead of computing. */
let given: TensorInfo[] | undefined;

/** Registers a kernel of the backend `wasm`. It runs only while a module is loaded. */
export function defineKernel<Inputs, Attributes = object>(
  kernelName: string,
  run: (inputs: Inputs, attributes: Attributes) => TensorInfo | TensorInfo[],
): void {
  registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const outputs = given;
      given = undefined;
      return outputs ?? run(inputs as Inputs, attrs as Attributes);
    },
  });
}

/**
 * Registers the gradient of a kernel. `differentiate` gets the gradients of its outputs and the saved
 * inputs, and gives one function for each input that is differentiable; only those needed are called.
 */
export function defineGradient<Outputs extends Tensor[], Saved extends Tensor[], Attributes = object>(
  kernelName: string,
  inputsToSave: string[],
  differentiate: (dys: Outputs, saved: Saved, attributes: Attributes) => Record<string, () => Tensor>,
): void {
  registerGradient({
    kernelName,
    inputsToSave,
    gradFunc: (dy, saved, attrs) =>
      differentiate((Array.isArray(dy) ? dy : [dy]) as Outputs, saved as Saved, attrs as Attributes),
  });
}

export function runKernel<Result extends Tensor | Tensor[]>(
  kernelName: string,
  inputs: NamedTensorMap,
  attributes: Record<string, number> = {},
): Result {
  return engine().runKernel<Result>(kernelName, inputs, attributes);
}

/** {@link runKernel}, where the outputs are known. They become the kernel's own. */
export function runKernelWith<Result extends Tensor | Tensor[]>(
  outputs: TensorInfo[],
  kernelName: string,
  inputs: NamedTensorMap,
  attributes: Record<string, number>,
): Result {
  given = outputs;
  const result = runKernel<Tensor | Tensor[]>(kernelName, inputs, attributes);
  return (Array.isArray(result) && outputs.length === 1 ? result[0] : result) as Result;
}

/** Throws unless every index is in 0..limit-1: outside it, a kernel would touch other tensors' memory. */
export function expectIndices(op: string, argument: string, indices: Tensor, limit: number): void {
  const at = firstOutside(indices, limit);
  if (at < 0) return;
  throw new Error(`${op}: ${argument} contains ${indices.dataSync()[at]}, expected 0..${limit - 1}`);
}

function firstOutside(indices: Tensor, limit: number): number {
  if (!usesModule()) return indices.dataSync().findIndex((index) => index < 0 || index >= limit);
  const { firstOutside } = module<{
    firstOutside(indices: number, count: number, limit: number): number;
  }>();
  return firstOutside(address(indices), indices.size, limit);
}
