// What the tests of the ops share.
// biome-ignore-all lint/correctness/noUndeclaredDependencies: the tools of tests belong to the workspace
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import type { Tensor, Tensor1D, Tensor2D, TypedArray } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect } from 'vitest';
import { initializeKernels } from './initialize.ts';
import type { KernelVariant } from './runtime.ts';

/** Where composed definitions run. vitest.config.ts has `tensorflow` loaded if it is asked for. */
export const COMPOSED_BACKEND = process.env.VESTIGE_BACKEND === 'tensorflow' ? 'tensorflow' : 'cpu';

/** Builds of the kernels. On the native backend the composed definitions are in question: one build to hold them against. */
export const MODULE_VARIANTS: readonly Exclude<KernelVariant, 'composed'>[] =
  COMPOSED_BACKEND === 'cpu' ? ['simd', 'relaxed-simd'] : ['relaxed-simd'];

/** Sizes around the edges of vectors (4), tiles (6 x 8) and of what models use. */
export const anySize = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(24, 30, 32, 49, 64));

export const anySeed = fc.integer({ min: 1, max: 1e6 });

export const RUNS = { numRuns: 30, seed: 1 };

/** Standard normal numbers. */
export function normal2d(rows: number, columns: number, seed: number): Tensor2D {
  return tf.randomNormal([rows, columns], 0, 1, 'float32', seed) as Tensor2D;
}

export function normal1d(size: number, seed: number): Tensor1D {
  return tf.randomNormal([size], 0, 1, 'float32', seed) as Tensor1D;
}

/** int32, each in 0..limit-1 */
export function indices1d(size: number, limit: number, seed: number): Tensor1D {
  return tf.cast(tf.floor(tf.randomUniform([size], 0, limit, 'float32', seed)), 'int32') as Tensor1D;
}

/** Makes a variant current: `composed` on a backend, the others on `wasm`. */
export async function use(variant: KernelVariant, composedOn = COMPOSED_BACKEND): Promise<void> {
  await tf.setBackend(variant === 'composed' ? composedOn : 'wasm');
  await tf.ready();
  await initializeKernels({ variant });
}

/** The numbers that `run` computes with a variant, after a check that it leaks no tensor. */
export async function evaluate(
  variant: KernelVariant,
  run: () => Tensor[],
  composedOn = COMPOSED_BACKEND,
): Promise<TypedArray[]> {
  await use(variant, composedOn);
  const before = tf.memory().numTensors;
  const results = tf.tidy(() => run().map((tensor) => tensor.dataSync()));
  expect(tf.memory().numTensors).toBe(before);
  return results;
}

/** The outputs of `op`, then the gradients of a fixed random combination of them to each input. */
export function withGradients(op: (...inputs: Tensor[]) => Tensor[], inputs: Tensor[]): Tensor[] {
  return [...op(...inputs), ...tf.grads((...xs: Tensor[]) => combine(op(...xs)))(inputs)];
}

function combine(outputs: Tensor[]): Tensor {
  const sums = outputs.map((y, i) => tf.sum(tf.mul(y, tf.randomNormal(y.shape, 0, 1, 'float32', 77 + i))));
  return tf.addN(sums);
}

/**
 * The distance of two arrays relative to the norm of the expected one, which counts as at least that of
 * numbers of size 0.1.
 */
export function relativeError(actual: TypedArray, expected: TypedArray): number {
  expect(actual.length).toBe(expected.length);
  let distance = 0;
  let norm = 0;
  for (const [i, value] of expected.entries()) {
    distance += (actual[i]! - value) ** 2;
    norm += value ** 2;
  }
  return Math.sqrt(distance / Math.max(norm, 0.01 * expected.length));
}

/** Expects each tensor that `run` gives with a variant to be within 1e-5 of the composed definition's on
 * `cpu`, which sums in double precision. `tensorflow` does not: there the definition itself may be off by 1e-4. */
export async function expectComposed(variant: KernelVariant, run: () => Tensor[]): Promise<void> {
  const expected = await evaluate('composed', run, 'cpu');
  expectNear(await evaluate(variant, run), expected, 1e-5);
  if (COMPOSED_BACKEND !== 'cpu') expectNear(await evaluate('composed', run), expected, 1e-4);
}

function expectNear(actual: TypedArray[], expected: TypedArray[], tolerance: number): void {
  for (const [i, values] of expected.entries()) {
    expect(relativeError(actual[i]!, values), `tensor ${i} of the results`).toBeLessThan(tolerance);
  }
}

/** Expects a variant to give the same bits twice. */
export async function expectDeterministic(variant: KernelVariant, run: () => Tensor[]): Promise<void> {
  expect(await evaluate(variant, run)).toEqual(await evaluate(variant, run));
}

/** Expects the composed gradients to agree with central differences along random directions. */
export async function expectFiniteDifferences(
  op: (...inputs: Tensor[]) => Tensor[],
  makeInputs: () => Tensor[],
): Promise<void> {
  const step = 1e-2;
  const [analytic, numeric] = await evaluate('composed', () => {
    const inputs = makeInputs();
    const directions = inputs.map((x, i) => tf.randomNormal(x.shape, 0, 1, 'float32', 99 + i));
    const gradients = tf.grads((...xs: Tensor[]) => combine(op(...xs)))(inputs);
    const along = gradients.map((gradient, i) => tf.sum(tf.mul(gradient, directions[i]!)));
    const moved = (sign: number) =>
      combine(op(...inputs.map((x, i) => tf.add(x, tf.mul(directions[i]!, sign * step)))));
    return [tf.addN(along), tf.div(tf.sub(moved(1), moved(-1)), 2 * step)];
  });
  expect(relativeError(numeric!, analytic!)).toBeLessThan(5e-3);
}
