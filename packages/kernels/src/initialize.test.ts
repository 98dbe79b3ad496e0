import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { initializeKernels, kernelBuild, kernelVariant } from './initialize.ts';
import { COMPOSED_BACKEND, use } from './testing.ts';

test('on wasm a module is chosen, and named by its hash', async () => {
  await use('composed');
  expect([kernelVariant(), kernelBuild()]).toEqual(['composed', 'composed']);
  await tf.setBackend('wasm');
  const variant = await initializeKernels();
  expect(['simd', 'relaxed-simd']).toContain(variant);
  expect(kernelVariant()).toBe(variant);
  expect(kernelBuild()).toMatch(/^[0-9a-f]{16}$/);
  expect(await initializeKernels()).toBe(variant);
});

test('modules need the backend wasm', async () => {
  await use('composed');
  await expect(initializeKernels({ variant: 'simd' })).rejects.toThrow(
    `The kernels 'simd' need the backend 'wasm'; the current one is '${COMPOSED_BACKEND}'`,
  );
});
