import type { Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { address, allocate, defineGradient, defineKernel, module, runKernel } from './runtime.ts';

/**
 * The tanh approximation of the Gaussian error linear unit (Hendrycks and Gimpel 2016, arXiv:1606.08415,
 * section 2), as in GPT-2: `x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))`.
 */
export function composedGelu(x: Tensor2D): Tensor2D {
  const cubic = tf.mul(tf.mul(tf.mul(x, x), x), 0.044715);
  const tanh = tf.tanh(tf.mul(tf.add(x, cubic), Math.sqrt(2 / Math.PI)));
  return tf.mul(tf.mul(x, 0.5), tf.add(tanh, 1));
}

/** The same by its kernel, for `linear` while gradients are recorded. */
export function gelu(x: Tensor2D): Tensor2D {
  return runKernel('VestigeGelu', { x });
}

interface GeluModule {
  gelu(x: number, y: number, count: number): void;
  geluGradient(dy: number, x: number, dx: number, count: number): void;
}

defineKernel('VestigeGelu', ({ x }: { x: Tensor2D }) => {
  const y = allocate(x.shape);
  module<GeluModule>().gelu(address(x), address(y), x.size);
  return y;
});

defineKernel('VestigeGeluGradient', ({ dy, x }: { dy: Tensor2D; x: Tensor2D }) => {
  const dx = allocate(x.shape);
  module<GeluModule>().geluGradient(address(dy), address(x), address(dx), x.size);
  return dx;
});

defineGradient('VestigeGelu', ['x'], ([dy]: [Tensor2D], [x]: [Tensor2D]) => ({
  x: () => runKernel('VestigeGeluGradient', { dy, x }),
}));
