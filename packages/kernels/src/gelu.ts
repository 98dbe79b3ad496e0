import type { Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { address, allocate, defineGradient, defineKernel, module, runKernel } from './runtime.ts';

/**
 * The tanh approximation of the Gaussian error linear unit (Hendrycks and Gimpel 2016, arXiv:1606.08415,
 * section 2), as in GPT-2: `x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))`.
 */
export function composedGelu(x: Tensor2D): Tensor2D {
  // (1 + tanh(z)) / 2 is sigmoid(2 z), an op and a tensor less.
  const scale = 2 * Math.sqrt(2 / Math.PI);
  const slope = tf.add(tf.mul(tf.square(x), 0.044715 * scale), scale);
  return tf.mul(x, tf.sigmoid(tf.mul(slope, x)));
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
