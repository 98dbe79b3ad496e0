import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rotary } from './rotary.ts';
import { rotaryTable } from './rotaryTable.ts';
import {
  anySeed,
  anySize,
  evaluate,
  expectComposed,
  expectDeterministic,
  expectFiniteDifferences,
  indices1d,
  MODULE_VARIANTS,
  normal2d,
  RUNS,
  relativeError,
  use,
  withGradients,
} from './testing.ts';

interface Sizes {
  rows: number;
  context: number;
  heads: number;
  /** Half of the width of a head. */
  half: number;
  base: number;
}

const anglesOf = (context: number, headWidth: number, base = 10000) =>
  tf.tensor2d(rotaryTable(context, headWidth, base), [context, headWidth]);

const input = ({ rows, heads, half }: Sizes, seed: number) => normal2d(rows, 6 * heads * half, seed);

const op =
  ({ rows, context, heads, half, base }: Sizes, seed: number) =>
  (qkv: Tensor) => {
    const angles = anglesOf(context, 2 * half, base);
    return [rotary(qkv as Tensor2D, indices1d(rows, context, seed), angles, heads)];
  };

const run = (sizes: Sizes, seed: number) => withGradients(op(sizes, seed + 1), [input(sizes, seed)]);

const MODEL: Sizes = { rows: 100, context: 64, heads: 4, half: 8, base: 10000 };

describe.each(MODULE_VARIANTS)('rotary (%s)', (variant) => {
  test('equals the composed definition, with its gradient', async () => {
    const anySizes = fc.record({
      rows: anySize,
      context: fc.integer({ min: 1, max: 200 }),
      heads: fc.integer({ min: 1, max: 4 }),
      half: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(4, 8, 16, 32)),
      base: fc.constantFrom(1, 100, 1e4, 1e12),
    });
    const property = fc.asyncProperty(anySizes, anySeed, (sizes, seed) =>
      expectComposed(variant, () => run(sizes, seed)),
    );
    await fc.assert(property, RUNS);
  });

  test('products of queries and keys depend on how far apart they are, and on nothing else of positions', async () => {
    const [here, there] = await evaluate(variant, () => {
      const row = normal2d(1, 48, 1);
      const at = (first: number) => {
        const positions = tf.tensor1d([first, first + 5], 'int32');
        const [q, k] = tf.split(rotary(tf.concat([row, row]), positions, anglesOf(64, 16), 1), 3, 1) as [
          Tensor2D,
          Tensor2D,
        ];
        return tf.matMul(q, k, false, true);
      };
      return [at(0), at(58)];
    });
    expect(relativeError(there!, here!)).toBeLessThan(1e-5);
  });

  test('the gradient turns back: applied to the output it gives the input', async () => {
    const [x, back] = await evaluate(variant, () => {
      const qkv = input(MODEL, 1);
      const [y] = op(MODEL, 2)(qkv);
      return [qkv, tf.grad((x) => op(MODEL, 2)(x)[0]!)(qkv, y!)];
    });
    expect(relativeError(back!, x!)).toBeLessThan(1e-6);
  });

  test('values, and whatever is at position 0, stay as they are', async () => {
    const [x, still, values, valuesAfter] = await evaluate(variant, () => {
      const qkv = normal2d(9, 48, 1);
      const valuesOf = (of: Tensor2D) => tf.slice(of, [0, 32], [9, 16]);
      const at = (positions: Tensor1D) => rotary(qkv, positions, anglesOf(60, 8), 2);
      const turned = at(indices1d(9, 60, 2));
      return [qkv, at(tf.zeros<tf.Rank.R1>([9], 'int32')), valuesOf(qkv), valuesOf(turned)];
    });
    expect(still).toEqual(x);
    expect(valuesAfter).toEqual(values);
  });

  test('a row has the same bits alone and between others', async () => {
    const [together, apart] = await evaluate(variant, () => {
      const qkv = normal2d(4, 48, 1);
      const positions = tf.tensor1d([3, 0, 61, 7], 'int32');
      const angles = anglesOf(62, 8);
      const rows = [0, 1, 2, 3].map((i) =>
        rotary(tf.slice(qkv, [i, 0], [1, 48]), tf.slice(positions, i, 1), angles, 2),
      );
      return [rotary(qkv, positions, angles, 2), tf.concat(rows)];
    });
    expect(apart).toEqual(together);
  });

  test('is deterministic', async () => {
    await expectDeterministic(variant, () => run(MODEL, 1));
  });
});

test('the composed gradient agrees with finite differences', async () => {
  const sizes = { rows: 5, context: 9, heads: 2, half: 3, base: 100 };
  await expectFiniteDifferences(op(sizes, 2), () => [input(sizes, 1)]);
});

test('the definition is that of GPT-NeoX: x cos + rotateHalf(x) sin', async () => {
  const [y] = await evaluate('composed', () => [
    rotary(
      tf.tensor2d([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]]),
      tf.tensor1d([3], 'int32'),
      anglesOf(4, 4, 100),
      1,
    ),
  ]);
  const [c0, s0, c1, s1] = [Math.cos(3), Math.sin(3), Math.cos(0.3), Math.sin(0.3)];
  const turned = ([a, b, c, d]: readonly [number, number, number, number]) => [
    a * c0 - c * s0,
    b * c1 - d * s1,
    c * c0 + a * s0,
    d * c1 + b * s1,
  ];
  const expected = [...turned([1, 2, 3, 4]), ...turned([5, 6, 7, 8]), 9, 10, 11, 12];
  for (const [i, value] of expected.entries()) expect(y![i]).toBeCloseTo(value, 5);
});

test('a longer table begins with the shorter one', () => {
  const short = rotaryTable(10, 6, 500);
  const long = rotaryTable(300, 6, 500);
  expect(long).toHaveLength(1800);
  expect(long.slice(0, 60)).toEqual(short);
  expect(long.slice(-6)).toEqual(
    Float32Array.from([0, 1, 2, 3, 4, 5], (i) => {
      const angle = 299 * 500 ** (-(i % 3) / 3);
      return i < 3 ? Math.cos(angle) : Math.sin(angle);
    }),
  );
});

test.each([...MODULE_VARIANTS, 'composed'] as const)('what does not fit is named (%s)', async (variant) => {
  await use(variant);
  tf.tidy(() => {
    const positions = tf.tensor1d([4, -1], 'int32');
    const angles = anglesOf(5, 4);
    expect(() => rotary(normal2d(2, 24, 1), positions, angles, 2)).toThrow(
      'rotary: positions contains -1, expected 0..4',
    );
    expect(() => rotary(normal2d(3, 24, 1), positions, angles, 2)).toThrow(
      'rotary: positions has shape [2], expected [3]',
    );
    expect(() => rotary(normal2d(2, 48, 1), positions, angles, 2)).toThrow(
      'rotary: angles has shape [5, 4], expected [n, 8]',
    );
    // Heads of an odd width have a component without a partner.
    expect(() => rotary(normal2d(2, 18, 1), positions, angles, 2)).toThrow(
      'rotary: qkv has 18 columns, expected a multiple of 6 * heads = 12',
    );
  });
});
