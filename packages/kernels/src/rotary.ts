import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { rotaryTable } from './rotaryTable.ts';
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
import { composedSelectRows } from './selectRows.ts';
import { expectInteger, expectTensor } from './shapes.ts';

/**
 * Rotary position embeddings (Su et al. 2021, arXiv:2104.09864): in each head of the queries and keys, components i
 * and i + headWidth / 2 are rotated as a pair by the angle `position * base^(-2 i / headWidth)`, as in GPT-NeoX
 * (the paper pairs neighbours). Values stay. Attention then sees of positions only their differences.
 * Differentiable with respect to `qkv`; its gradient is the inverse rotation.
 *
 * @param qkv [rows, 3 * width], as `causalAttention` takes it
 * @param positions int32 [rows], each at least 0
 * @returns [rows, 3 * width]
 */
export function rotary(qkv: Tensor2D, positions: Tensor1D, heads: number, base = 10000): Tensor2D {
  expectInteger('rotary', 'heads', heads, 1);
  expectTensor('rotary', 'qkv', qkv, ['rows', '3 * width']);
  expectTensor('rotary', 'positions', positions, [qkv.shape[0]], 'int32');
  if (qkv.shape[1] % (6 * heads) !== 0) {
    throw new Error(
      `rotary: qkv has ${qkv.shape[1]} columns, expected a multiple of 6 * heads = ${6 * heads}`,
    );
  }
  const headWidth = qkv.shape[1] / (3 * heads);
  const count = 1 + positions.dataSync<'int32'>().reduce((most, position) => Math.max(most, position), 0);
  expectIndices('rotary', 'positions', positions, count);
  return tf.tidy(() => {
    const table = tf.tensor2d(rotaryTable(count, headWidth, base), [count, headWidth]);
    if (!usesModule()) return composedRotary(qkv, positions, heads, table);
    return rotated(qkv, positions, table, heads, 1);
  });
}

/** @param table of `rotaryTable` */
function composedRotary(qkv: Tensor2D, positions: Tensor1D, heads: number, table: Tensor2D): Tensor2D {
  const [rows, columns] = qkv.shape;
  const headWidth = table.shape[1];
  const angles = tf.reshape(composedSelectRows(table, positions), [rows, 1, headWidth]);
  const [cosines, sines] = tf.split(angles, 2, 2) as [Tensor, Tensor];
  const perHead = tf.reshape<tf.Rank.R3>(qkv, [rows, 3 * heads, headWidth]);
  const [turned, values] = tf.split(perHead, [2 * heads, heads], 1) as [Tensor3D, Tensor3D];
  const [a, b] = tf.split(turned, 2, 2) as [Tensor3D, Tensor3D];
  const first = tf.sub<Tensor3D>(tf.mul(a, cosines), tf.mul(b, sines));
  const second = tf.add<Tensor3D>(tf.mul(b, cosines), tf.mul(a, sines));
  return tf.reshape(tf.concat([tf.concat([first, second], 2), values], 1), [rows, columns]);
}

/** @param direction 1, or -1 for the inverse */
function rotated(
  qkv: Tensor2D,
  positions: Tensor1D,
  table: Tensor2D,
  heads: number,
  direction: number,
): Tensor2D {
  // Where a recording is replayed, it computes: that costs no more than to copy, and a recording need not hold it.
  return runKernel('VestigeRotary', { qkv, positions, table }, { heads, direction });
}

export interface RotaryModule {
  rotary(
    qkv: number,
    positions: number,
    table: number,
    y: number,
    rows: number,
    heads: number,
    headWidth: number,
    direction: number,
  ): void;
}

interface RotaryInputs {
  readonly qkv: Tensor2D;
  readonly positions: Tensor1D;
  readonly table: Tensor2D;
}

interface RotaryAttributes {
  readonly heads: number;
  readonly direction: number;
}

defineKernel(
  'VestigeRotary',
  ({ qkv, positions, table }: RotaryInputs, { heads, direction }: RotaryAttributes) => {
    const y = allocate(qkv.shape);
    module<RotaryModule>().rotary(
      address(qkv),
      address(positions),
      address(table),
      address(y),
      qkv.shape[0],
      heads,
      table.shape[1],
      direction,
    );
    return y;
  },
);

defineGradient(
  'VestigeRotary',
  ['positions', 'table'],
  ([dy]: [Tensor2D], [positions, table]: [Tensor1D, Tensor2D], { heads, direction }: RotaryAttributes) => ({
    qkv: () => rotated(dy, positions, table, heads, -direction),
  }),
);
