import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
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
 * @param positions int32 [rows], each in 0..n-1
 * @param angles [n, width / heads], of `rotaryTable`; the same for all layers of a model
 * @returns [rows, 3 * width]
 */
export function rotary(qkv: Tensor2D, positions: Tensor1D, angles: Tensor2D, heads: number): Tensor2D {
  expectInteger('rotary', 'heads', heads, 1);
  expectTensor('rotary', 'qkv', qkv, ['rows', '3 * width']);
  expectTensor('rotary', 'positions', positions, [qkv.shape[0]], 'int32');
  if (qkv.shape[1] % (6 * heads) !== 0) {
    throw new Error(
      `rotary: qkv has ${qkv.shape[1]} columns, expected a multiple of 6 * heads = ${6 * heads}`,
    );
  }
  expectTensor('rotary', 'angles', angles, ['n', qkv.shape[1] / (3 * heads)]);
  expectIndices('rotary', 'positions', positions, angles.shape[0]);
  if (!usesModule()) return tf.tidy(() => composedRotary(qkv, positions, angles, heads));
  return rotated(qkv, positions, angles, heads, 1);
}

function composedRotary(qkv: Tensor2D, positions: Tensor1D, angles: Tensor2D, heads: number): Tensor2D {
  const [rows, columns] = qkv.shape;
  const headWidth = angles.shape[1];
  const ofRows = tf.reshape(composedSelectRows(angles, positions), [rows, 1, headWidth]);
  const [cosines, sines] = tf.split(ofRows, 2, 2) as [Tensor, Tensor];
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
  angles: Tensor2D,
  heads: number,
  direction: number,
): Tensor2D {
  // Where a recording is replayed, it computes: that costs no more than to copy, and a recording need not hold it.
  return runKernel('VestigeRotary', { qkv, positions, angles }, { heads, direction });
}

export interface RotaryModule {
  rotary(
    qkv: number,
    positions: number,
    angles: number,
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
  readonly angles: Tensor2D;
}

interface RotaryAttributes {
  readonly heads: number;
  readonly direction: number;
}

defineKernel(
  'VestigeRotary',
  ({ qkv, positions, angles }: RotaryInputs, { heads, direction }: RotaryAttributes) => {
    const y = allocate(qkv.shape);
    module<RotaryModule>().rotary(
      address(qkv),
      address(positions),
      address(angles),
      address(y),
      qkv.shape[0],
      heads,
      angles.shape[1],
      direction,
    );
    return y;
  },
);

defineGradient(
  'VestigeRotary',
  ['positions', 'angles'],
  ([dy]: [Tensor2D], [positions, angles]: [Tensor1D, Tensor2D], { heads, direction }: RotaryAttributes) => ({
    qkv: () => rotated(dy, positions, angles, heads, -direction),
  }),
);
