import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PairIndex } from './pairIndex.ts';

test('pairs are numbered as a map of them would', () => {
  const number = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.maxSafeNat());
  fc.assert(
    fc.property(fc.array(fc.tuple(number, number), { maxLength: 2000 }), (pairs) => {
      const index = new PairIndex();
      const map = new Map<string, number>();
      for (const [a, b] of pairs) {
        const key = `${a},${b}`;
        expect(index.find(a, b)).toBe(map.get(key) ?? -1);
        if (!map.has(key)) map.set(key, map.size);
        expect(index.number(a, b)).toBe(map.get(key));
        expect(index.size).toBe(map.size);
      }
    }),
    { numRuns: 100, seed: 1 },
  );
});

test('many pairs', () => {
  const index = new PairIndex();
  for (let i = 0; i < 50_000; i++) expect(index.number(i >> 3, i & 7)).toBe(i);
  for (let i = 0; i < 50_000; i++) if (index.find(i >> 3, i & 7) !== i) expect.fail(`${i}`);
});
