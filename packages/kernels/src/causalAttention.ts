import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { runRowKernel } from './recording.ts';
import {
  address,
  allocate,
  defineGradient,
  defineKernel,
  expectIndices,
  module,
  runKernel,
  usesModule,
  withScratch,
} from './runtime.ts';
import { composedSelectRows } from './selectRows.ts';
import { expectInteger, expectTensor } from './shapes.ts';

/** Sequences, each a list of rows of a matrix. Sequences that begin alike may share their first rows. */
export interface Sequences {
  /** Row of each position of each sequence, one sequence after the other, int32 [positions]. */
  readonly rows: Tensor1D;
  /** Positions of each sequence, int32 [sequences]. */
  readonly lengths: Tensor1D;
  /** How many of its first rows are those of an earlier sequence, int32 [sequences]. All others are its own. */
  readonly shared: Tensor1D;
}

/**
 * Causal multi-head attention (Vaswani et al. 2017, arXiv:1706.03762) within each of several sequences: for each
 * head `softmax(q k^T / sqrt(width / heads)) v`, where a position sees itself and earlier ones of its sequence.
 * What a shared row sees is the same in each of its sequences, and computed once. Differentiable with respect to
 * `qkv`.
 *
 * @param qkv [rows, 3 * width]: queries, keys, values side by side, in each the heads side by side
 * @param sequences every row belongs to one of them
 * @returns [rows, width]
 */
export function causalAttention(qkv: Tensor2D, sequences: Sequences, heads: number): Tensor2D {
  expectInteger('causalAttention', 'heads', heads, 1);
  expectTensor('causalAttention', 'qkv', qkv, ['rows', '3 * width']);
  const { rows, lengths, shared } = sequences;
  expectTensor('causalAttention', 'rows', rows, ['positions'], 'int32');
  expectTensor('causalAttention', 'lengths', lengths, ['sequences'], 'int32');
  expectTensor('causalAttention', 'shared', shared, [lengths.size], 'int32');
  if (qkv.shape[1] % (3 * heads) !== 0) {
    throw new Error(
      `causalAttention: qkv has ${qkv.shape[1]} columns, expected a multiple of 3 * heads = ${3 * heads}`,
    );
  }
  expectIndices('causalAttention', 'rows', rows, qkv.shape[0]);
  const all = lengths.dataSync<'int32'>();
  expectLengths(all, shared.dataSync<'int32'>(), rows.size, qkv.shape[0]);
  if (!usesModule()) return composedCausalAttention(qkv, sequences, heads);
  const longest = all.reduce((most, length) => Math.max(most, length), 0);
  return runRowKernel('VestigeCausalAttention', { qkv, ...sequences }, { heads, longest });
}

function expectLengths(lengths: Int32Array, shared: Int32Array, positions: number, rows: number): void {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total !== positions || lengths.some((length) => length < 1)) {
    throw new Error(
      `causalAttention: lengths add up to ${total}, expected positive lengths that add up to ${positions} positions`,
    );
  }
  const outside = shared.findIndex((count, i) => count < 0 || count > lengths[i]!);
  if (outside >= 0) {
    throw new Error(
      `causalAttention: sequence ${outside} shares ${shared[outside]} rows, expected 0..${lengths[outside]}`,
    );
  }
  const own = total - shared.reduce((sum, count) => sum + count, 0);
  if (own !== rows) {
    throw new Error(
      `causalAttention: sequences have ${own} rows of their own, expected all ${rows} rows of qkv`,
    );
  }
}

function composedCausalAttention(qkv: Tensor2D, sequences: Sequences, heads: number): Tensor2D {
  return tf.tidy(() => {
    const width = qkv.shape[1] / 3;
    const headWidth = width / heads;
    const rows = sequences.rows.dataSync<'int32'>();
    const lengths = sequences.lengths.dataSync<'int32'>();
    const shared = sequences.shared.dataSync<'int32'>();
    const batch = lengths.length;
    const time = lengths.reduce((most, length) => Math.max(most, length), 0);
    // Padding stands in for later positions, which nobody sees; it repeats the sequence's last row.
    const padded = new Int32Array(batch * time);
    const placeOfRow = new Int32Array(qkv.shape[0]);
    let start = 0;
    for (const [i, length] of lengths.entries()) {
      for (let t = 0; t < time; t++) padded[i * time + t] = rows[start + Math.min(t, length - 1)]!;
      for (let t = shared[i]!; t < length; t++) placeOfRow[rows[start + t]!] = i * time + t;
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
    return composedSelectRows(y, tf.tensor1d(placeOfRow, 'int32'));
  });
}

export interface CausalAttentionModule {
  attentionScratch(time: number, headWidth: number): number;
  causalAttention(
    qkv: number,
    rows: number,
    lengths: number,
    shared: number,
    y: number,
    sequences: number,
    heads: number,
    headWidth: number,
    scratch: number,
  ): void;
  causalAttentionGradient(
    qkv: number,
    rows: number,
    lengths: number,
    shared: number,
    dy: number,
    dqkv: number,
    sequences: number,
    heads: number,
    headWidth: number,
    scratch: number,
  ): void;
}

interface CausalAttentionInputs extends Sequences {
  readonly qkv: Tensor2D;
}

interface CausalAttentionAttributes {
  readonly heads: number;
  /** The largest of the lengths. */
  readonly longest: number;
}

defineKernel(
  'VestigeCausalAttention',
  ({ qkv, rows, lengths, shared }: CausalAttentionInputs, { heads, longest }: CausalAttentionAttributes) => {
    const width = qkv.shape[1] / 3;
    const headWidth = width / heads;
    const y = allocate([qkv.shape[0], width]);
    const { attentionScratch, causalAttention } = module<CausalAttentionModule>();
    withScratch(attentionScratch(longest, headWidth), (scratch) =>
      causalAttention(
        address(qkv),
        address(rows),
        address(lengths),
        address(shared),
        address(y),
        lengths.size,
        heads,
        headWidth,
        scratch,
      ),
    );
    return y;
  },
);

defineKernel(
  'VestigeCausalAttentionGradient',
  (
    { qkv, rows, lengths, shared, dy }: CausalAttentionInputs & { readonly dy: Tensor2D },
    { heads, longest }: CausalAttentionAttributes,
  ) => {
    const headWidth = qkv.shape[1] / (3 * heads);
    const dqkv = allocate(qkv.shape);
    const { attentionScratch, causalAttentionGradient } = module<CausalAttentionModule>();
    withScratch(attentionScratch(longest, headWidth), (scratch) =>
      causalAttentionGradient(
        address(qkv),
        address(rows),
        address(lengths),
        address(shared),
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
  ['qkv', 'rows', 'lengths', 'shared'],
  (
    [dy]: [Tensor2D],
    [qkv, rows, lengths, shared]: [Tensor2D, Tensor1D, Tensor1D, Tensor1D],
    attributes: CausalAttentionAttributes,
  ) => ({
    qkv: () =>
      runKernel('VestigeCausalAttentionGradient', { qkv, rows, lengths, shared, dy }, { ...attributes }),
  }),
);
