import type { Tensor2D } from '@tensorflow/tfjs-core';
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
import { scatterRows } from './selectRows.ts';
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
  if (!usesModule()) return composedEmbed(ids, tokenTable, positionTable, firstPosition);
  expectIndices('embed', 'ids', ids, tokenTable.shape[0]);
  return runKernel('VestigeEmbed', { ids, tokenTable, positionTable }, { firstPosition });
}

function composedEmbed(
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

interface EmbedModule {
  embed(
    ids: number,
    tokenTable: number,
    positionTable: number,
    y: number,
    batch: number,
    time: number,
    width: number,
    firstPosition: number,
  ): void;
  embedPositionGradient(
    dy: number,
    table: number,
    batch: number,
    time: number,
    width: number,
    context: number,
    firstPosition: number,
  ): void;
}

interface EmbedInputs {
  readonly ids: Tensor2D;
  readonly tokenTable: Tensor2D;
  readonly positionTable: Tensor2D;
}

interface FirstPosition {
  readonly firstPosition: number;
}

defineKernel(
  'VestigeEmbed',
  ({ ids, tokenTable, positionTable }: EmbedInputs, { firstPosition }: FirstPosition) => {
    const [batch, time] = ids.shape;
    const width = tokenTable.shape[1];
    const y = allocate([batch * time, width]);
    const { embed } = module<EmbedModule>();
    embed(
      address(ids),
      address(tokenTable),
      address(positionTable),
      address(y),
      batch,
      time,
      width,
      firstPosition,
    );
    return y;
  },
);

interface EmbedPositionGradientAttributes extends FirstPosition {
  readonly batch: number;
  readonly context: number;
}

defineKernel(
  'VestigeEmbedPositionGradient',
  ({ dy }: { dy: Tensor2D }, { batch, context, firstPosition }: EmbedPositionGradientAttributes) => {
    const [rows, width] = dy.shape;
    const table = allocate([context, width]);
    const { embedPositionGradient } = module<EmbedModule>();
    embedPositionGradient(address(dy), address(table), batch, rows / batch, width, context, firstPosition);
    return table;
  },
);

defineGradient(
  'VestigeEmbed',
  ['ids', 'tokenTable', 'positionTable'],
  (
    [dy]: [Tensor2D],
    [ids, tokenTable, positionTable]: [Tensor2D, Tensor2D, Tensor2D],
    { firstPosition }: FirstPosition,
  ) => ({
    tokenTable: () => scatterRows(dy, ids, tokenTable.shape[0]),
    positionTable: () =>
      runKernel(
        'VestigeEmbedPositionGradient',
        { dy },
        { batch: ids.shape[0], context: positionTable.shape[0], firstPosition },
      ),
  }),
);
