import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Smallest } from './smallest.ts';

test('the smallest keys are kept, whatever the order', () => {
  const keys = fc.uniqueArray(fc.nat(), { maxLength: 60 });
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 12 }), (offered, size) => {
      const smallest = new Smallest<number>(size);
      for (const key of offered) smallest.offer(key, () => key);
      expect(smallest.values()).toEqual(offered.toSorted((a, b) => a - b).slice(0, size));
    }),
    { seed: 1 },
  );
});
