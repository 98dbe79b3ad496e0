import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
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
import { composedSelectRows } from './selectRows.ts';
import { expectInteger, expectTensor } from './shapes.ts';

/**
 * Causal multi-head attention (Vaswani et al. 2017, arXiv:1706.03762) within each of several sequences that
 * stand one behind the other: for each head `softmax(q k^T / sqrt(width / heads)) v`, where a position sees
 * itself and earlier ones of its sequence. Differentiable with respect to `qkv`.
 *
 * @param qkv [rows, 3 * width]: queries, keys, values side by side, in each the heads side by side
 * @param lengths int32 [sequences], rows of each sequence; their sum is `rows`
 * @returns [rows, width]
 */
export function causalAttention(qkv: Tensor2D, lengths: Tensor1D, heads: number): Tensor2D {
  expectInteger('causalAttention', 'heads', heads, 1);
  expectTensor('causalAttention', 'qkv', qkv, ['rows', '3 * width']);
  expectTensor('causalAttention', 'lengths', lengths, ['sequences'], 'int32');
  if (qkv.shape[1] % (3 * heads) !== 0) {
    throw new Error(
      `causalAttention: qkv has ${qkv.shape[1]} columns, expected a multiple of 3 * heads = ${3 * heads}`,
    );
  }
  const all = lengths.dataSync<'int32'>();
  const rows = all.reduce((sum, length) => sum + length, 0);
  if (rows !== qkv.shape[0] || all.some((length) => length < 1)) {
    throw new Error(
      `causalAttention: lengths add up to ${rows}, expected positive lengths that add up to ${qkv.shape[0]} rows`,
    );
  }
  if (!usesModule()) return composedCausalAttention(qkv, all, heads);
  const longest = all.reduce((most, length) => Math.max(most, length), 0);
  return runKernel('VestigeCausalAttention', { qkv, lengths }, { heads, longest });
}

function composedCausalAttention(qkv: Tensor2D, lengths: Int32Array, heads: number): Tensor2D {
  return tf.tidy(() => {
    const width = qkv.shape[1] / 3;
    const headWidth = width / heads;
    const batch = lengths.length;
    const time = lengths.reduce((most, length) => Math.max(most, length), 0);
    // Padding stands in for later positions, which nobody sees; it repeats the sequence's last row.
    const padded = new Int32Array(batch * time);
    const kept: number[] = [];
    let start = 0;
    for (const [i, length] of lengths.entries()) {
      for (let t = 0; t < time; t++) padded[i * time + t] = start + Math.min(t, length - 1);
      for (let t = 0; t < length; t++) kept.push(i * time + t);
      start += length;
    }
    const [q, k, v] = tf.split(composedSelectRows(qkv, tf.tensor1d(padded, 'int32')), 3, 1).map((part) => {
      const perHead = tf.reshape(part, [batch, time, heads, headWidth]);
      return tf.reshape(tf.transpose(perHead, [0, 2, 1, 3]), [batch * heads, time, headWidth]);
    }) as [Tensor, Tensor, Tensor];
    const visible = tf.linalg.bandPart(tf.ones([time, time]), -1, 0);
    const mask = tf.mul(tf.sub(visible, 1), 1e9);
    const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(headWidth));
    const weights = tf.softmax(tf.add(scores, mask));
    const perHead = tf.reshape(tf.matMul(weights, v), [batch, heads, time, headWidth]);
    const y = tf.reshape<tf.Rank.R2>(tf.transpose(perHead, [0, 2, 1, 3]), [batch * time, width]);
    return composedSelectRows(y, tf.tensor1d(kept, 'int32'));
  });
}

interface CausalAttentionModule {
  attentionScratch(time: number, headWidth: number): number;
  causalAttention(
    qkv: number,
    lengths: number,
    y: number,
    sequences: number,
    heads: number,
    headWidth: number,
    scratch: number,
  ): void;
  causalAttentionGradient(
    qkv: number,
    lengths: number,
    dy: number,
    dqkv: number,
    sequences: number,
    heads: number,
    headWidth: number,
    scratch: number,
  ): void;
}

interface CausalAttentionInputs {
  readonly qkv: Tensor2D;
  readonly lengths: Tensor1D;
}

interface CausalAttentionAttributes {
  readonly heads: number;
  /** The largest of the lengths. */
  readonly longest: number;
}

defineKernel(
  'VestigeCausalAttention',
  ({ qkv, lengths }: CausalAttentionInputs, { heads, longest }: CausalAttentionAttributes) => {
    const width = qkv.shape[1] / 3;
    const headWidth = width / heads;
    const y = allocate([qkv.shape[0], width]);
    const { attentionScratch, causalAttention } = module<CausalAttentionModule>();
    withScratch(attentionScratch(longest, headWidth), (scratch) =>
      causalAttention(address(qkv), address(lengths), address(y), lengths.size, heads, headWidth, scratch),
    );
    return y;
  },
);

defineKernel(
  'VestigeCausalAttentionGradient',
  (
    { qkv, lengths, dy }: CausalAttentionInputs & { readonly dy: Tensor2D },
    { heads, longest }: CausalAttentionAttributes,
  ) => {
    const headWidth = qkv.shape[1] / (3 * heads);
    const dqkv = allocate(qkv.shape);
    const { attentionScratch, causalAttentionGradient } = module<CausalAttentionModule>();
    withScratch(attentionScratch(longest, headWidth), (scratch) =>
      causalAttentionGradient(
        address(qkv),
        address(lengths),
        address(dy),
        address(dqkv),
        lengths.size,
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
  ['qkv', 'lengths'],
  (
    [dy]: [Tensor2D],
    [qkv, lengths]: [Tensor2D, Tensor1D],
    { heads, longest }: CausalAttentionAttributes,
  ) => ({
    qkv: () => runKernel('VestigeCausalAttentionGradient', { qkv, lengths, dy }, { heads, longest }),
  }),
);
