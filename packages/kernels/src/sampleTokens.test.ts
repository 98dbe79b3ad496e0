import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleTokens } from './sampleTokens.ts';
import { anySeed, anySize, evaluate, MODULE_VARIANTS, normal2d, RUNS, use } from './testing.ts';
import { tokenLogProb } from './tokenLogProb.ts';

const uniforms = (rows: number, seed: number) => tf.randomUniform([rows], 0, 1, 'float32', seed) as Tensor1D;

describe.each(['composed', ...MODULE_VARIANTS] as const)('sampleTokens (%s)', (variant) => {
  test('follows the distribution', async () => {
    const rows = 20_000;
    for (const temperature of [1, 0.5, 2]) {
      const logits = [0.3, -1, 1.2, 0, -0.4, 0.8, -2, 0.1, 0.5, 1];
      const [tokens] = await evaluate(variant, () => {
        const tiled = tf.tile(tf.tensor2d([logits]), [rows, 1]) as Tensor2D;
        return [sampleTokens(tiled, uniforms(rows, 1), temperature).tokens];
      });
      const weights = logits.map((logit) => Math.exp(logit / temperature));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      let chiSquare = 0;
      for (const [token, weight] of weights.entries()) {
        const expected = (rows * weight) / total;
        const count = tokens!.filter((sampled) => sampled === token).length;
        chiSquare += (count - expected) ** 2 / expected;
      }
      expect(chiSquare).toBeLessThan(27.88); // the 99.9th percentile at 9 degrees of freedom
    }
  });

  test('gives the bits of tokenLogProb', async () => {
    const property = fc.asyncProperty(anySize, anySize, anySeed, async (rows, vocabulary, seed) => {
      const [sampled, scored] = await evaluate(variant, () => {
        const logits = normal2d(rows, vocabulary, seed);
        const { tokens, logProb } = sampleTokens(logits, uniforms(rows, seed));
        return [logProb, tokenLogProb(logits, tokens).logProb];
      });
      expect(sampled).toEqual(scored);
    });
    await fc.assert(property, RUNS);
  });

  test('gives log-probabilities of the distribution that it samples from', async () => {
    for (const temperature of [0.5, 0.7, 2]) {
      const [sampled, scaled, greedy, plain] = await evaluate(variant, () => {
        const logits = normal2d(40, 9, 3);
        const { tokens, logProb } = sampleTokens(logits, uniforms(40, 4), temperature);
        const most = sampleTokens(logits, uniforms(40, 4), 0);
        return [
          logProb,
          tokenLogProb(tf.div(logits, temperature), tokens).logProb,
          most.logProb,
          tokenLogProb(logits, most.tokens).logProb,
        ];
      });
      expect(sampled).toEqual(scaled);
      expect(greedy).toEqual(plain);
    }
  });

  test('temperature 0 takes the first of the largest logits', async () => {
    const [tokens] = await evaluate(variant, () => {
      const logits = tf.tensor2d([
        [0, 2, 1, 2, 0],
        [3, 3, 3, 3, 3],
        [0, 1, 2, 3, 4],
      ]);
      return [sampleTokens(logits, uniforms(3, 1), 0).tokens];
    });
    expect([...tokens!]).toEqual([1, 0, 4]);
  });

  test('stays inside the vocabulary at both ends of the unit interval', async () => {
    const [tokens] = await evaluate(variant, () => {
      const ends = tf.tensor1d([0, 1 - 2 ** -24]);
      return [sampleTokens(tf.zeros<tf.Rank.R2>([2, 7]), ends).tokens];
    });
    expect([...tokens!]).toEqual([0, 6]);
  });
});

test.each(MODULE_VARIANTS)('%s samples what the composed definition samples', async (variant) => {
  const run = () => [sampleTokens(normal2d(1000, 49, 1), uniforms(1000, 2)).tokens];
  expect(await evaluate(variant, run)).toEqual(await evaluate('composed', run));
});

test('a negative temperature is named', async () => {
  await use('composed');
  expect(() => sampleTokens(normal2d(1, 3, 1), uniforms(1, 1), -1)).toThrow(
    'sampleTokens: temperature is -1, expected a number of at least 0',
  );
});
