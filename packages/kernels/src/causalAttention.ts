import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import {
  address,
  allocate,
  defineGradient,
  defineKernel,
  module,
  runKernel,
  usesModule,
  withScratch,
} from './runtime.ts';
import { expectInteger, expectTensor } from './shapes.ts';

export interface CausalAttentionShape {
  readonly batch: number;
  readonly time: number;
  readonly heads: number;
}

/**
 * Causal multi-head attention (Vaswani et al. 2017, arXiv:1706.03762): for each head
 * `softmax(q k^T / sqrt(width / heads)) v`, where a position sees itself and earlier ones.
 * Differentiable with respect to `qkv`.
 *
 * @param qkv [batch * time, 3 * width]: queries, keys, values side by side, in each the heads side by side
 * @returns [batch * time, width]
 */
export function causalAttention(qkv: Tensor2D, { batch, time, heads }: CausalAttentionShape): Tensor2D {
  expectInteger('causalAttention', 'batch', batch, 1);
  expectInteger('causalAttention', 'time', time, 1);
  expectInteger('causalAttention', 'heads', heads, 1);
  expectTensor('causalAttention', 'qkv', qkv, [batch * time, '3 * width']);
  if (qkv.shape[1] % (3 * heads) !== 0) {
    throw new Error(
      `causalAttention: qkv has ${qkv.shape[1]} columns, expected a multiple of 3 * heads = ${3 * heads}`,
    );
  }
  if (!usesModule()) return composedCausalAttention(qkv, { batch, time, heads });
  return runKernel('VestigeCausalAttention', { qkv }, { batch, time, heads });
}

function composedCausalAttention(qkv: Tensor2D, { batch, time, heads }: CausalAttentionShape): Tensor2D {
  return tf.tidy(() => {
    const width = qkv.shape[1] / 3;
    const headWidth = width / heads;
    const [q, k, v] = tf.split(qkv, 3, 1).map((part) => {
      const perHead = tf.reshape(part, [batch, time, heads, headWidth]);
      return tf.reshape(tf.transpose(perHead, [0, 2, 1, 3]), [batch * heads, time, headWidth]);
    }) as [Tensor, Tensor, Tensor];
    const visible = tf.linalg.bandPart(tf.ones([time, time]), -1, 0);
    const mask = tf.mul(tf.sub(visible, 1), 1e9);
    const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(headWidth));
    const weights = tf.softmax(tf.add(scores, mask));
    const perHead = tf.reshape(tf.matMul(weights, v), [batch, heads, time, headWidth]);
    return tf.reshape<tf.Rank.R2>(tf.transpose(perHead, [0, 2, 1, 3]), [batch * time, width]);
  });
}

interface CausalAttentionModule {
  attentionScratch(time: number, headWidth: number): number;
  causalAttention(
    qkv: number,
    y: number,
    batch: number,
    time: number,
    heads: number,
    headWidth: number,
    scratch: number,
  ): void;
  causalAttentionGradient(
    qkv: number,
    dy: number,
    dqkv: number,
    batch: number,
    time: number,
    heads: number,
    headWidth: number,
    scratch: number,
  ): void;
}

defineKernel(
  'VestigeCausalAttention',
  ({ qkv }: { qkv: Tensor2D }, { batch, time, heads }: CausalAttentionShape) => {
    const width = qkv.shape[1] / 3;
    const headWidth = width / heads;
    const y = allocate([batch * time, width]);
    const { attentionScratch, causalAttention } = module<CausalAttentionModule>();
    withScratch(attentionScratch(time, headWidth), (scratch) =>
      causalAttention(address(qkv), address(y), batch, time, heads, headWidth, scratch),
    );
    return y;
  },
);

defineKernel(
  'VestigeCausalAttentionGradient',
  ({ qkv, dy }: { qkv: Tensor2D; dy: Tensor2D }, { batch, time, heads }: CausalAttentionShape) => {
    const headWidth = qkv.shape[1] / (3 * heads);
    const dqkv = allocate(qkv.shape);
    const { attentionScratch, causalAttentionGradient } = module<CausalAttentionModule>();
    withScratch(attentionScratch(time, headWidth), (scratch) =>
      causalAttentionGradient(
        address(qkv),
        address(dy),
        address(dqkv),
        batch,
        time,
        heads,
        headWidth,
        scratch,
      ),
    );
    return dqkv;
  },
);

defineGradient(
  'VestigeCausalAttention',
  ['qkv'],
  ([dy]: [Tensor2D], [qkv]: [Tensor2D], { batch, time, heads }: CausalAttentionShape) => ({
    qkv: () => runKernel('VestigeCausalAttentionGradient', { qkv, dy }, { batch, time, heads }),
  }),
);
