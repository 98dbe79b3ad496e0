import type { Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { oneHotRows } from './oneHot.ts';
import { expectInteger, expectTensor } from './shapes.ts';

/**
 * Sum of a token's and a position's embedding: `tokenTable[id] + positionTable[firstPosition + t]`.
 * Differentiable with respect to both tables.
 *
 * @param ids int32 [batch, time], each in 0..vocabulary-1
 * @param tokenTable [vocabulary, width]
 * @param positionTable [context, width]
 * @param firstPosition position of the first column of `ids`
 * @returns [batch * time, width]
 */
export function embed(
  ids: Tensor2D,
  tokenTable: Tensor2D,
  positionTable: Tensor2D,
  firstPosition = 0,
): Tensor2D {
  const width = tokenTable.shape[1];
  expectTensor('embed', 'tokenTable', tokenTable, ['vocabulary', 'width']);
  expectTensor('embed', 'positionTable', positionTable, ['context', width]);
  expectTensor('embed', 'ids', ids, ['batch', 'time'], 'int32');
  expectInteger('embed', 'firstPosition', firstPosition, 0);
  const end = firstPosition + ids.shape[1];
  if (end > positionTable.shape[0]) {
    throw new Error(
      `embed: positions ${firstPosition}..${end - 1} exceed the context of ${positionTable.shape[0]}`,
    );
  }
  return composedEmbed(ids, tokenTable, positionTable, firstPosition);
}

export function composedEmbed(
  ids: Tensor2D,
  tokenTable: Tensor2D,
  positionTable: Tensor2D,
  firstPosition: number,
): Tensor2D {
  return tf.tidy(() => {
    const [batch, time] = ids.shape;
    const [vocabulary, width] = tokenTable.shape;
    const oneHot = oneHotRows(tf.reshape(ids, [batch * time]), vocabulary);
    const tokens = tf.reshape(tf.matMul(oneHot, tokenTable), [batch, time, width]);
    const positions = tf.slice(positionTable, [firstPosition, 0], [time, width]);
    return tf.reshape<tf.Rank.R2>(tf.add(tokens, positions), [batch * time, width]);
  });
}
