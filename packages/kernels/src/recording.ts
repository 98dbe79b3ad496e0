// Sampling has already computed what the forward pass of an on-policy update would compute again, to the same
// bits. A recording keeps it: outputs of the ops that work row by row, in the order in which the ops were called.
import * as tf from '@tensorflow/tfjs-core';
import { type NamedTensorMap, type Tensor, type Tensor2D, util } from '@tensorflow/tfjs-core';
import { address, allocate, module, runKernel, runKernelWith } from './runtime.ts';

/** Outputs of the ops of several passes through the same ops, to be replayed once. */
export class Recording {
  /** By op, in order of call; then by pass; then by output, [rows of the pass, columns]. */
  readonly #ops: Tensor2D[][][] = [];

  /** Whether there is nothing to replay, as on every backend but `wasm`. */
  get isEmpty(): boolean {
    return this.#ops.length === 0;
  }

  /** Keeps the outputs of a pass's `op`-th op. */
  add(op: number, outputs: readonly Tensor2D[]): void {
    this.#ops[op] ??= [];
    this.#ops[op].push(outputs.map((output) => tf.keep(tf.clone(output))));
  }

  /** Releases the outputs of the `op`-th op and gives them with the rows of all passes one below the other. */
  take(op: number): tf.TensorInfo[] {
    const passes = this.#ops[op];
    if (!passes || passes.length === 0) throw new Error(`nothing was recorded of op ${op}`);
    this.#ops[op] = [];
    return passes[0]!.map((_, output) => {
      const pieces = passes.map((pass) => pass[output]!);
      const rows = util.sum(pieces.map(({ shape }) => shape[0]));
      const whole = allocate([rows, pieces[0]!.shape[1]]);
      let to = address(whole);
      for (const piece of pieces) {
        module<{ copy(to: number, from: number, bytes: number): void }>().copy(
          to,
          address(piece),
          4 * piece.size,
        );
        to += 4 * piece.size;
        piece.dispose();
      }
      return whole;
    });
  }

  /** Releases what was not replayed. */
  dispose(): void {
    tf.dispose(this.#ops.flat(2));
    this.#ops.length = 0;
  }
}

let active: { readonly recording: Recording; readonly replays: boolean; op: number } | undefined;

function during<T>(recording: Recording, replays: boolean, run: () => T): T {
  if (active) throw new Error('a recording is already being made or replayed');
  active = { recording, replays, op: 0 };
  try {
    return run();
  } finally {
    active = undefined;
  }
}

/** Runs a forward pass and adds the rows of its ops to those of earlier passes through the same ops. */
export function record<T>(recording: Recording, pass: () => T): T {
  return during(recording, false, pass);
}

/**
 * Runs a forward pass on all rows of the recorded ones, in their order, through the same ops: each gives what was
 * recorded and computes nothing. Gradients are those of a pass that computes, as long as parameters and inputs are
 * those of the recorded passes. An empty recording computes.
 */
export function replay<T>(recording: Recording, pass: () => T): T {
  return recording.isEmpty ? pass() : during(recording, true, pass);
}

export function isRecording(): boolean {
  return active !== undefined;
}

/** {@link runKernel} for an op whose first input and whose outputs have a row for each token. */
export function runRowKernel<Result extends Tensor | Tensor[]>(
  kernelName: string,
  inputs: NamedTensorMap,
  attributes: Record<string, number> = {},
): Result {
  if (!active) return runKernel(kernelName, inputs, attributes);
  const { recording, replays } = active;
  const op = active.op++;
  if (!replays) {
    const outputs = runKernel<Result>(kernelName, inputs, attributes);
    recording.add(op, (Array.isArray(outputs) ? outputs : [outputs]) as Tensor2D[]);
    return outputs;
  }
  const outputs = recording.take(op);
  const rows = Object.values(inputs)[0]!.shape[0];
  if (outputs[0]!.shape[0] !== rows) {
    throw new Error(`${kernelName}: ${outputs[0]!.shape[0]} rows were recorded, expected ${rows}`);
  }
  return runKernelWith(outputs, kernelName, inputs, attributes);
}
