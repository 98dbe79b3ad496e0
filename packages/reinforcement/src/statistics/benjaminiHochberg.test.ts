import { expect, test } from 'vitest';
import { benjaminiHochberg } from './benjaminiHochberg.ts';

test('as scipy.stats.false_discovery_control has it, tests without p left out', () => {
  const adjusted = benjaminiHochberg([0.01, null, 0.02, 0.03, 0.04, 0.5]);
  const expected = [0.05, null, 0.05, 0.05, 0.05, 0.5];
  for (const [i, q] of adjusted.entries()) {
    if (q === null) expect(expected[i]).toBeNull();
    else expect(q).toBeCloseTo(expected[i]!, 12);
  }
});
