import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { selectRows } from './selectRows.ts';
import {
  anySeed,
  anySize,
  expectComposed,
  expectDeterministic,
  indices1d,
  MODULE_VARIANTS,
  normal2d,
  RUNS,
  use,
  withGradients,
} from './testing.ts';

function run(rows: number, width: number, count: number, seed: number): Tensor[] {
  const indices = indices1d(count, rows, seed + 1);
  return withGradients((x) => [selectRows(x as Tensor2D, indices)], [normal2d(rows, width, seed)]);
}

describe.each(MODULE_VARIANTS)('selectRows (%s)', (variant) => {
  test('equals the composed definition, with its gradient', async () => {
    const property = fc.asyncProperty(anySize, anySize, anySize, anySeed, (rows, width, count, seed) =>
      expectComposed(variant, () => run(rows, width, count, seed)),
    );
    await fc.assert(property, RUNS);
  });

  test('is deterministic', async () => {
    await expectDeterministic(variant, () => run(5, 30, 100, 1));
  });

  test('an index outside the rows is named', async () => {
    await use(variant);
    tf.tidy(() => {
      expect(() => selectRows(normal2d(3, 2, 1), tf.tensor1d([0, -1], 'int32'))).toThrow(
        'selectRows: indices contains -1, expected 0..2',
      );
    });
  });
});
