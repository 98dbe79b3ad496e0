import type { InterventionRow } from '@vestige/rollouts';
import { expect, test } from 'vitest';
import { quantitiesOf } from './effect.ts';

const row = (label_probability: number) => [{ label_probability } as InterventionRow];
const FORCE = { intervention: 'force', unit: 'F' } as const;
const FORBID = { intervention: 'forbid' } as const;

test('the effect of forcing is the label gained against forbidding the same words', () => {
  const [quantity] = quantitiesOf([FORCE, FORBID]);
  expect(quantity!.key).toEqual({ quantity: 'effect', intervention: 'force', unit: 'F' });
  expect(
    quantity!.read(
      new Map([
        ['force.F', row(0.875)],
        ['forbid', row(0.125)],
      ]),
    ),
  ).toEqual([0.75, 1]);
  expect(quantity!.read(new Map([['force.F', row(0.9)]]))).toBeUndefined();
  expect(quantitiesOf([FORCE])).toEqual([]);
  expect(quantitiesOf([FORBID])).toEqual([]);
});
