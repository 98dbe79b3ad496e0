import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { oneHotRows } from './oneHot.ts';
import {
  address,
  allocate,
  defineGradient,
  defineKernel,
  expectIndices,
  module,
  runKernel,
  usesModule,
} from './runtime.ts';
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
  if (!usesModule()) return composedSelectRows(x, indices);
  expectIndices('selectRows', 'indices', indices, x.shape[0]);
  return runKernel('VestigeSelectRows', { x, indices });
}

export function composedSelectRows(x: Tensor2D, indices: Tensor1D): Tensor2D {
  // The backend `wasm` lacks a kernel that the gradient of `tf.gather` needs. A product serves there; its cost grows
  // with the rows times the indices.
  if (tf.getBackend() !== 'wasm') return tf.gather(x, indices);
  return tf.tidy(() => {
    const oneHot = oneHotRows(indices, x.shape[0]);
    return tf.matMul(oneHot, x);
  });
}

export interface SelectRowsModule {
  selectRows(x: number, indices: number, y: number, count: number, width: number): void;
  scatterRows(
    indices: number,
    dy: number,
    table: number,
    rows: number,
    tableRows: number,
    width: number,
  ): void;
}

defineKernel('VestigeSelectRows', ({ x, indices }: { x: Tensor2D; indices: Tensor1D }) => {
  const width = x.shape[1];
  const y = allocate([indices.size, width]);
  module<SelectRowsModule>().selectRows(address(x), address(indices), address(y), indices.size, width);
  return y;
});

defineKernel(
  'VestigeScatterRows',
  ({ dy, indices }: { dy: Tensor2D; indices: Tensor }, { rows }: { rows: number }) => {
    const width = dy.shape[1];
    const table = allocate([rows, width]);
    const { scatterRows } = module<SelectRowsModule>();
    scatterRows(address(indices), address(dy), address(table), indices.size, rows, width);
    return table;
  },
);

/** [rows, width]: at each row the sum of those rows of `dy` [n, width] whose index it is. */
export function scatterRows(dy: Tensor2D, indices: Tensor, rows: number): Tensor2D {
  return runKernel('VestigeScatterRows', { dy, indices }, { rows });
}

defineGradient(
  'VestigeSelectRows',
  ['x', 'indices'],
  ([dy]: [Tensor2D], [x, indices]: [Tensor2D, Tensor1D]) => ({
    x: () => scatterRows(dy, indices, x.shape[0]),
  }),
);
