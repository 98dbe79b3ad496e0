import * as tf from '@tensorflow/tfjs-core';
import { seenBy } from '../flops.ts';
import type { OpTime } from '../protocol.ts';

interface Total {
  calls: number;
  ms: number;
  flops: number;
}

type Inputs = Readonly<Record<string, tf.TensorInfo | undefined>>;

/**
 * Times every kernel of the backend `wasm`, and those functions of the fused kernels' module that are called
 * directly (AdamW, the key-value cache). Kernels are exchanged in TensorFlow.js's registry for ones that look
 * at the clock, functions by a wrapped `WebAssembly.instantiate`: make one before the backend is loaded.
 */
export class Profiler {
  readonly #totals = new Map<string, Total>();
  /** Of each open call, the time of the calls inside it. */
  readonly #inner: number[] = [];

  constructor() {
    const instantiate = WebAssembly.instantiate as (
      bytes: BufferSource,
      imports?: WebAssembly.Imports,
    ) => Promise<WebAssembly.WebAssemblyInstantiatedSource>;
    const timed: typeof instantiate = async (bytes, imports) => {
      const { module, instance } = await instantiate(bytes, imports);
      if (!('adamWUpdate' in instance.exports)) return { module, instance };
      return { module, instance: { exports: this.#timedExports(instance.exports) } };
    };
    WebAssembly.instantiate = timed as typeof WebAssembly.instantiate;
  }

  /** Exchanges the kernels. Call it when the backend is loaded. */
  attach(): void {
    for (const kernel of tf.getKernelsForBackend('wasm')) {
      const { kernelName, kernelFunc } = kernel;
      tf.unregisterKernel(kernelName, 'wasm');
      tf.registerKernel({
        ...kernel,
        kernelFunc: (call) => {
          const size = Object.values(call.inputs as unknown as Inputs).map((input) =>
            input?.shape.join(' x '),
          );
          const key = JSON.stringify([kernelName, size.filter((text) => text !== undefined).join(', ')]);
          return this.#time(key, flopsOf(kernelName, call.inputs as unknown as Inputs), () =>
            kernelFunc(call),
          );
        },
      });
    }
  }

  /** Forgets what was timed so far. */
  reset(): void {
    this.#totals.clear();
  }

  /** Times a step, of `steps`; the longest first. */
  times(steps: number): OpTime[] {
    return Array.from(this.#totals, ([key, { calls, ms, flops }]) => {
      const [op, size] = JSON.parse(key) as [string, string];
      return { op, size, calls: calls / steps, ms: ms / steps, flops: flops / steps };
    }).sort((a, b) => b.ms - a.ms);
  }

  #time<T>(key: string, flops: number, call: () => T): T {
    this.#inner.push(0);
    const start = performance.now();
    try {
      return call();
    } finally {
      const elapsed = performance.now() - start;
      const inside = this.#inner.pop()!;
      if (this.#inner.length > 0) this.#inner[this.#inner.length - 1]! += elapsed;
      const total = this.#totals.get(key) ?? { calls: 0, ms: 0, flops: 0 };
      this.#totals.set(key, total);
      total.calls += 1;
      total.ms += elapsed - inside;
      total.flops += flops;
    }
  }

  /** The module's functions; those called inside a kernel count as the kernel. */
  #timedExports(exports: WebAssembly.Exports): WebAssembly.Exports {
    const wrapped = Object.entries(exports).map(([name, value]) => {
      if (typeof value !== 'function') return [name, value];
      const key = JSON.stringify([name, '']);
      const call = (...args: unknown[]) =>
        this.#inner.length > 0 ? value(...args) : this.#time(key, 0, () => value(...args));
      return [name, call];
    });
    return Object.fromEntries(wrapped) as WebAssembly.Exports;
  }
}

/** Operations of a fused kernel that is a product; 0 for others. Counted as in `flops.ts`. */
function flopsOf(kernel: string, inputs: Inputs): number {
  const sizes = (name: string) => inputs[name]!.shape as [number, number];
  switch (kernel) {
    case 'VestigeLinear':
    case 'VestigeLinearInputGradient': {
      const [rows] = sizes(kernel === 'VestigeLinear' ? 'x' : 'dy');
      const [depth, outputs] = sizes('weight');
      return 2 * rows * depth * outputs;
    }
    case 'VestigeLinearWeightGradient': {
      const [rows, depth] = sizes('x');
      return 2 * rows * depth * sizes('dy')[1];
    }
    case 'VestigeNormLinear':
    case 'VestigeNormLinearGradient': {
      const [rows, depth] = sizes('x');
      const forward = 2 * rows * depth * sizes('weight')[1];
      return kernel === 'VestigeNormLinear' ? forward : 2 * forward;
    }
    case 'VestigeFeedForward':
    case 'VestigeFeedForwardGradient': {
      const [rows, width] = sizes('x');
      const forward = 4 * rows * width * sizes('weightIn')[1];
      return kernel === 'VestigeFeedForward' ? forward : 2 * forward;
    }
    case 'VestigeCausalAttention':
    case 'VestigeCausalAttentionGradient': {
      const read = (input: tf.TensorInfo) => tf.backend().readSync(input.dataId) as Int32Array;
      const shared = read(inputs.shared!);
      const seen = read(inputs.lengths!).reduce(
        (sum, length, i) => sum + seenBy(length) - seenBy(shared[i]!),
        0,
      );
      const forward = 4 * (sizes('qkv')[1] / 3) * seen;
      return kernel === 'VestigeCausalAttention' ? forward : 2 * forward;
    }
    default:
      return 0;
  }
}
