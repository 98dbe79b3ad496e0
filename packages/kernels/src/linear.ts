import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { composedGelu } from './gelu.ts';
import { expectTensor } from './shapes.ts';

export interface LinearOptions {
  /** [out] */
  readonly bias?: Tensor1D | undefined;
  readonly activation?: 'gelu' | undefined;
  /** [rows, out], added after the activation */
  readonly residual?: Tensor2D | undefined;
}

/**
 * `activation(x weight + bias) + residual`. Differentiable with respect to all four.
 *
 * @param x [rows, in]
 * @param weight [in, out]
 * @returns [rows, out]
 */
export function linear(x: Tensor2D, weight: Tensor2D, options: LinearOptions = {}): Tensor2D {
  expectTensor('linear', 'x', x, ['rows', 'in']);
  expectTensor('linear', 'weight', weight, [x.shape[1], 'out']);
  if (options.bias) expectTensor('linear', 'bias', options.bias, [weight.shape[1]]);
  if (options.residual) {
    expectTensor('linear', 'residual', options.residual, [x.shape[0], weight.shape[1]]);
  }
  return composedLinear(x, weight, options);
}

export function composedLinear(x: Tensor2D, weight: Tensor2D, options: LinearOptions): Tensor2D {
  return tf.tidy(() => {
    let y: Tensor2D = tf.matMul(x, weight);
    if (options.bias) y = tf.add(y, options.bias);
    if (options.activation === 'gelu') y = composedGelu(y);
    if (options.residual) y = tf.add(y, options.residual);
    return y;
  });
}
