import type { InterventionRow } from '@vestige/rollouts';
import { expect, test } from 'vitest';
import type { Intervention } from '../keys/interventions.ts';
import { lendersOf } from './lenders.ts';

/** A checkpoint from what each prompt was shown, by intervention. */
function checkpoint(shown: readonly Readonly<Record<string, string>>[]) {
  const prompts = shown.map(
    (one) =>
      new Map(
        Object.entries(one).map(([name, thought]) => [name, [{ thought } as InterventionRow]] as const),
      ),
  );
  return {
    seed: 0,
    step: 0,
    final: true,
    groups: prompts.map(() => null),
    prompts,
    promptIds: [...prompts.keys()],
  };
}

const own = ['He owes much. Deny.', 'She earns well. Approve.', 'She owes little. Approve.'];
const borrowers = (name: string, texts: readonly string[]) =>
  lendersOf(checkpoint(own.map((frozen, p) => ({ frozen, [name]: texts[p]! }))), []).by.get(
    name as Intervention,
  );

test('a lender is who wrote what was borrowed', () => {
  expect(borrowers('swap', [own[2]!, own[0]!, own[0]!])).toEqual(Int32Array.of(2, 0, 0));
});

test('or the beginning of it', () => {
  expect(borrowers('swapOn', ['She earns well. But no.', 'He owes much. So what.', ''])).toEqual(
    Int32Array.of(1, 0, -1),
  );
});

test('who keeps its own borrows from nobody', () => {
  expect(borrowers('swapSame', [own[0]!, own[2]!, own[1]!])).toEqual(Int32Array.of(-1, 2, 1));
});

test('where several wrote the same, each lends in turn', () => {
  const rows = checkpoint([
    { frozen: 'a', swap: 'b' },
    { frozen: 'a', swap: 'b' },
    { frozen: 'b', swap: 'a' },
    { frozen: 'b', swap: 'a' },
  ]);
  expect(lendersOf(rows, []).by.get('swap')).toEqual(Int32Array.of(2, 3, 0, 1));
});

test('of interventions that do not borrow nothing is said, and a quantity reads those of its key, or its own list', () => {
  const rows = checkpoint([{ frozen: 'a', now: '', swap: 'b', swapSame: 'a' }]);
  const read = () => undefined;
  const lenders = lendersOf(rows, [
    { key: { quantity: 'unchanged', intervention: 'swap' }, read },
    { key: { quantity: 'unchanged', intervention: 'now' }, read },
    { key: { quantity: 'changed', part: 'content' }, of: ['swap', 'swapSame'], read },
  ]);
  expect([...lenders.by.keys()]).toEqual(['swap', 'swapSame']);
  expect(lenders.read).toEqual([['swap'], [], ['swap', 'swapSame']]);
});
