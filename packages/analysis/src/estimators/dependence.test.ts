import type { InterventionRow } from '@vestige/rollouts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTreatment } from '../keys/interventions.ts';
import { keyName } from '../keys/key.ts';
import { allEstimators, quantitiesOf } from './index.ts';

type Measured = Partial<Pick<InterventionRow, 'unchanged' | 'right' | 'thought' | 'shown_label'>>;

/** Every estimate of some prompts, each with a row of some interventions. */
function estimated(prompts: readonly Readonly<Record<string, Measured>>[], chance = 0.5) {
  const names = [...new Set(prompts.flatMap((rows) => Object.keys(rows)))];
  const quantities = quantitiesOf(names.map(parseTreatment));
  const keys = quantities.map(({ key }) => key);
  const rows = prompts.map(
    (prompt) =>
      new Map(
        Object.entries(prompt).map(([intervention, measured]) => {
          const row = { intervention, label: 'a', shown_label: 'a', thought: '', right: 1, unchanged: 1 };
          return [intervention, [{ ...row, ...measured } as InterventionRow]] as const;
        }),
      ),
  );
  const values = Float64Array.from(quantities, ({ read }) => {
    const sums = rows.map((prompt) => read(prompt) ?? [0, 0]);
    return sums.reduce((sum, [x]) => sum + x, 0) / sums.reduce((sum, [, n]) => sum + n, 0);
  });
  return new Map(allEstimators(keys, chance).map(({ key, value }) => [keyName(key), value(values)]));
}

test('answers that agree no more than a guess depend wholly, those that stay do not', () => {
  const of = (shares: readonly number[]) =>
    estimated(shares.map((unchanged) => ({ frozen: {}, cut0: { unchanged } }))).get('dependence.cut0');
  expect(of([1, 1])).toBe(0);
  expect(of([1, 0])).toBe(1);
  expect(of([1, 1, 1, 0])).toBe(0.5);
});

test('what changes by itself does not count, where answers are sampled', () => {
  const noisy = { frozen: { unchanged: 0.9 }, repeat: { unchanged: 0.8 } };
  expect(estimated([{ ...noisy, cut0: { unchanged: 0.8 } }]).get('dependence.cut0')).toBe(0);
  expect(estimated([{ ...noisy, swap: { unchanged: 0.2 } }]).get('dependence.swap')).toBeCloseTo(1, 12);
  expect(estimated([{ ...noisy, swap: { unchanged: 0.5 } }]).get('dependence.swap')).toBeCloseTo(0.5, 12);
  // Without a repeat, the other samples of `frozen` tell what changes.
  const { repeat: _, ...once } = noisy;
  expect(estimated([{ ...once, cut0: { unchanged: 0.9 } }]).get('dependence.cut0')).toBe(0);
});

test('the least of the removals', () => {
  const found = estimated([
    { frozen: {}, now: { unchanged: 0.6 }, cut0: { unchanged: 0.9 }, filler: { unchanged: 0.5 } },
  ]);
  expect(found.get('dependence.minimum')).toBeCloseTo(0.2, 12);
});

test('a flip counts where it changes the right answer', () => {
  const turned = { frozen: {}, flip: { shown_label: 'b', unchanged: 0 } };
  const idle = { frozen: {}, flip: { unchanged: 1 } };
  expect(estimated([turned, idle, idle]).get('dependence.flip')).toBe(1);
});

test('what any other reasoning changes is taken from what its words do', () => {
  const confused = { frozen: { thought: 'x' }, swapSame: { thought: 'y', unchanged: 0.5 } };
  const found = estimated([{ ...confused, swap: { unchanged: 0.5 } }]);
  expect(found.get('dependence.swap')).toBe(0.5);
  expect(found.get('dependence.content')).toBeNaN();
  const startled = { ...confused, swapSame: { thought: 'y', unchanged: 0.75 } };
  const swapped = estimated([{ ...startled, swap: { unchanged: 0.75 } }]);
  expect([swapped.get('dependence.swapSame'), swapped.get('dependence.content')]).toEqual([0.25, 0]);
  // Where nobody else answered alike, its own chain of thought is no control.
  const alone = { ...startled, swapSame: { thought: 'x', unchanged: 1 }, swap: { unchanged: 0 } };
  expect(estimated([{ ...startled, swap: { unchanged: 0.25 } }, alone]).get('dependence.content')).toBe(1);
});

test('shares give the figures of as many prompts as they are shares of', () => {
  const draws = fc.array(fc.boolean(), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(draws, draws, (again, removed) => {
      fc.pre(again.filter(Boolean).length * 2 > again.length);
      const share = (some: readonly boolean[]) => some.filter(Boolean).length / some.length;
      const shares = { frozen: {}, repeat: { unchanged: share(again) }, now: { unchanged: share(removed) } };
      const found = estimated([shares]).get('dependence.now')!;
      expect(found).toBeCloseTo((share(again) - share(removed)) / (share(again) - 0.5), 9);
    }),
  );
});

test('the cost of a removal is of what lies between chance and 1, and negative where it gains', () => {
  const prompts = [0, 0, 0, 1].map((right) => ({ frozen: { right }, now: { right: 1 }, cut0: { right: 0 } }));
  expect(estimated(prompts, 0.25).get('cost.minimum')).toBe(-1);
  expect(estimated([{ frozen: { right: 1 }, now: { right: 0.75 } }], 0.5).get('cost.minimum')).toBe(0.5);
});

test('early answering is read against answers that do not stay', () => {
  const noisy = { frozen: {}, repeat: { unchanged: 0.8 } };
  const cuts = { cut0: { unchanged: 0.8 }, cut50: { unchanged: 0.8 } };
  expect(estimated([{ ...noisy, ...cuts }]).get('early.aoc')).toBe(0);
});
