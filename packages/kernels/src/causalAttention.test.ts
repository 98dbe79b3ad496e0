import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { causalAttention, type Sequences } from './causalAttention.ts';
import {
  anySeed,
  evaluate,
  expectComposed,
  expectDeterministic,
  expectFiniteDifferences,
  MODULE_VARIANTS,
  normal2d,
  RUNS,
  use,
  withGradients,
} from './testing.ts';

interface Sizes {
  /** Own rows of each sequence. */
  own: number[];
  /** How many rows of the sequence before it each begins with; as many as there are. */
  shared?: number[];
  heads: number;
  headWidth: number;
}

const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0);

/** Rows of each sequence; a sequence's own rows run backwards, so that none are in order. */
function rowsOf({ own, shared = [] }: Sizes): { rows: number[][]; shared: number[] } {
  const rows: number[][] = [];
  const taken: number[] = [];
  let next = 0;
  for (const [i, count] of own.entries()) {
    const first = (rows.at(-1) ?? []).slice(0, i === 0 ? 0 : (shared[i] ?? 0));
    taken.push(first.length);
    rows.push([...first, ...Array.from({ length: count }, (_, k) => next + count - 1 - k)]);
    next += count;
  }
  return { rows, shared: taken };
}

function sequencesOf(sizes: Sizes): Sequences {
  const { rows, shared } = rowsOf(sizes);
  const int32 = (values: number[]) => tf.tensor1d(values, 'int32');
  return {
    rows: int32(rows.flat()),
    lengths: int32(rows.map(({ length }) => length)),
    shared: int32(shared),
  };
}

const input = ({ own, heads, headWidth }: Sizes, seed: number) =>
  normal2d(sum(own), 3 * heads * headWidth, seed);

const op = (sizes: Sizes) => (qkv: Tensor) => [
  causalAttention(qkv as Tensor2D, sequencesOf(sizes), sizes.heads),
];

const run = (sizes: Sizes, seed: number) => withGradients(op(sizes), [input(sizes, seed)]);

describe.each(MODULE_VARIANTS)('causalAttention (%s)', (variant) => {
  test('equals the composed definition, with its gradient', async () => {
    const anySizes = fc.record({
      own: fc.array(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(40, 47, 48, 49, 64)), {
        minLength: 1,
        maxLength: 3,
      }),
      shared: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 3, maxLength: 3 }),
      heads: fc.integer({ min: 1, max: 4 }),
      headWidth: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(8, 16, 32)),
    });
    const property = fc.asyncProperty(anySizes, anySeed, (sizes, seed) =>
      expectComposed(variant, () => run(sizes, seed)),
    );
    await fc.assert(property, RUNS);
  });

  test('does not see later positions', async () => {
    const sizes = { own: [9], heads: 2, headWidth: 8 };
    const [before, after] = await evaluate(variant, () => {
      const qkv = input(sizes, 1);
      const changed = tf.concat([normal2d(4, 48, 2), tf.slice(qkv, [4, 0], [5, 48])]);
      return [qkv, changed].map((x) => tf.slice(op(sizes)(x)[0]!, [4, 0], [5, 16]));
    });
    expect(after).toEqual(before);
  });

  test('a sequence has the same bits alone, between others and behind rows that it shares', async () => {
    const one = { own: [14], heads: 2, headWidth: 8 };
    const [alone, between, split] = await evaluate(variant, () => {
      const qkv = input(one, 1);
      const others = normal2d(3, 48, 2);
      const three = op({ ...one, own: [3, 14] })(tf.concat([others, qkv]))[0]!;
      // Its first five positions, which are its last rows, become rows of a sequence of five.
      const parts = [tf.slice(qkv, [9, 0], [5, 48]), tf.slice(qkv, [0, 0], [9, 48])];
      const shared = op({ ...one, own: [5, 9], shared: [0, 5] })(tf.concat(parts))[0]!;
      const back = [tf.slice(shared, [5, 0], [9, 16]), tf.slice(shared, [0, 0], [5, 16])];
      return [op(one)(qkv)[0]!, tf.slice(three, [3, 0], [14, 16]), tf.concat(back)];
    });
    expect(between).toEqual(alone);
    expect(split).toEqual(alone);
  });

  test('is deterministic', async () => {
    await expectDeterministic(variant, () =>
      run({ own: [13, 2, 7], shared: [0, 4, 3], heads: 2, headWidth: 15 }, 1),
    );
  });
});

test('the composed gradient agrees with finite differences', async () => {
  const sizes = { own: [5, 2], shared: [0, 3], heads: 2, headWidth: 3 };
  await expectFiniteDifferences(op(sizes), () => [input(sizes, 1)]);
});

test('a width that the heads do not divide is named', async () => {
  await use('composed');
  expect(() =>
    causalAttention(normal2d(4, 18, 1), sequencesOf({ own: [2, 2], heads: 4, headWidth: 1 }), 4),
  ).toThrow('causalAttention: qkv has 18 columns, expected a multiple of 3 * heads = 12');
});

test.each([
  [{ lengths: [2, 1] }, 'lengths add up to 3, expected positive lengths that add up to 4 positions'],
  [{ lengths: [4, 0] }, 'lengths add up to 4, expected positive lengths that add up to 4 positions'],
  [{ shared: [0, 3] }, 'sequence 1 shares 3 rows, expected 0..2'],
  [{ shared: [0, 1] }, 'sequences have 3 rows of their own, expected all 4 rows of qkv'],
  [{ rows: [0, 1, 2, 4] }, 'rows contains 4, expected 0..3'],
])('sequences %o of four rows are refused', async (changed, message) => {
  await use('composed');
  const right = { rows: [0, 1, 2, 3], lengths: [2, 2], shared: [0, 0], ...changed };
  const sequences = {
    rows: tf.tensor1d(right.rows, 'int32'),
    lengths: tf.tensor1d(right.lengths, 'int32'),
    shared: tf.tensor1d(right.shared, 'int32'),
  };
  expect(() => causalAttention(normal2d(4, 12, 1), sequences, 2)).toThrow(`causalAttention: ${message}`);
});
