import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { oneHotRows } from './oneHot.ts';
import { expectTensor } from './shapes.ts';

/**
 * The rows of `x` at `indices`, which may repeat. Differentiable with respect to `x`.
 *
 * @param x [rows, width]
 * @param indices int32 [n], each in 0..rows-1
 * @returns [n, width]
 */
export function selectRows(x: Tensor2D, indices: Tensor1D): Tensor2D {
  expectTensor('selectRows', 'x', x, ['rows', 'width']);
  expectTensor('selectRows', 'indices', indices, ['n'], 'int32');
  return composedSelectRows(x, indices);
}

export function composedSelectRows(x: Tensor2D, indices: Tensor1D): Tensor2D {
  return tf.tidy(() => {
    const oneHot = oneHotRows(indices, x.shape[0]);
    return tf.matMul(oneHot, x);
  });
}
