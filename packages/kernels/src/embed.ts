import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
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
import { composedSelectRows, scatterRows } from './selectRows.ts';
import { expectTensor } from './shapes.ts';

/**
 * Sum of a token's and a position's embedding: `tokenTable[id] + positionTable[position]`.
 * Differentiable with respect to both tables.
 *
 * @param ids int32 [rows], each in 0..vocabulary-1
 * @param positions int32 [rows], each in 0..context-1
 * @param tokenTable [vocabulary, width]
 * @param positionTable [context, width]
 * @returns [rows, width]
 */
export function embed(
  ids: Tensor1D,
  positions: Tensor1D,
  tokenTable: Tensor2D,
  positionTable: Tensor2D,
): Tensor2D {
  expectTensor('embed', 'ids', ids, ['rows'], 'int32');
  expectTensor('embed', 'positions', positions, [ids.size], 'int32');
  expectTensor('embed', 'tokenTable', tokenTable, ['vocabulary', 'width']);
  expectTensor('embed', 'positionTable', positionTable, ['context', tokenTable.shape[1]]);
  expectIndices('embed', 'ids', ids, tokenTable.shape[0]);
  expectIndices('embed', 'positions', positions, positionTable.shape[0]);
  if (!usesModule()) return composedEmbed(ids, positions, tokenTable, positionTable);
  return runKernel('VestigeEmbed', { ids, positions, tokenTable, positionTable });
}

function composedEmbed(
  ids: Tensor1D,
  positions: Tensor1D,
  tokenTable: Tensor2D,
  positionTable: Tensor2D,
): Tensor2D {
  return tf.tidy(() =>
    tf.add(composedSelectRows(tokenTable, ids), composedSelectRows(positionTable, positions)),
  );
}

export interface EmbedModule {
  embed(
    ids: number,
    positions: number,
    tokenTable: number,
    positionTable: number,
    y: number,
    rows: number,
    width: number,
  ): void;
}

interface EmbedInputs {
  readonly ids: Tensor1D;
  readonly positions: Tensor1D;
  readonly tokenTable: Tensor2D;
  readonly positionTable: Tensor2D;
}

defineKernel('VestigeEmbed', ({ ids, positions, tokenTable, positionTable }: EmbedInputs) => {
  const rows = ids.size;
  const width = tokenTable.shape[1];
  const y = allocate([rows, width]);
  module<EmbedModule>().embed(
    address(ids),
    address(positions),
    address(tokenTable),
    address(positionTable),
    address(y),
    rows,
    width,
  );
  return y;
});

defineGradient(
  'VestigeEmbed',
  ['ids', 'positions', 'tokenTable', 'positionTable'],
  (
    [dy]: [Tensor2D],
    [ids, positions, tokenTable, positionTable]: [Tensor1D, Tensor1D, Tensor2D, Tensor2D],
  ) => ({
    tokenTable: () => scatterRows(dy, ids, tokenTable.shape[0]),
    positionTable: () => scatterRows(dy, positions, positionTable.shape[0]),
  }),
);
