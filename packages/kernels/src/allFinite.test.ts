import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { allFinite } from './allFinite.ts';
import { MODULE_VARIANTS, use } from './testing.ts';

test.each([...MODULE_VARIANTS, 'composed'] as const)(
  '%s: what is not finite is seen at any place',
  async (variant) => {
    await use(variant);
    const largest = 3.4028234663852886e38;
    tf.tidy(() => {
      for (const size of [1, 3, 4, 5, 64, 67]) {
        const numbers = new Float32Array(size).fill(-largest);
        expect(allFinite(tf.tensor1d(numbers))).toBe(true);
        for (let place = 0; place < size; place++) {
          for (const bad of [Number.NaN, Infinity, -Infinity]) {
            expect(allFinite(tf.tensor1d(numbers.with(place, bad)))).toBe(false);
          }
        }
      }
    });
  },
);
