import { expect, test } from 'vitest';
import { keyName } from '../keys/key.ts';
import { key } from '../testing/index.ts';
import { placesOf } from './quantity.ts';
import { estimatorsOf, recovery } from './recovery.ts';

/** The recoveries that quantities of these names and values come to. */
function recoveries(values: Readonly<Record<string, number>>) {
  const quantities = Object.keys(values).map((name) =>
    name.startsWith('with.')
      ? { quantity: 'with', intervention: 'mistake' as const, unit: name.split('.')[2]! }
      : key(name),
  );
  const estimators = estimatorsOf({ quantities, places: placesOf(quantities), chance: 0.5 });
  const q = Float64Array.from(Object.values(values));
  return Object.fromEntries(estimators.map((one) => [keyName(one.key), one.value(q)]));
}

test('it is the share of the loss that returns', () => {
  expect(recovery(1, 0.5, 0.75)).toBe(0.5);
  expect(recovery(1, 0.95, 1)).toBeNaN();
});

test('under a swap: of the accuracy that the whole of the other reasoning costs', () => {
  const values = { 'accuracy.frozen': 1, 'accuracy.swap': 0.25, 'accuracy.swapOn': 0.625 };
  expect(recoveries(values)).toEqual({ 'recovery.swapOn': 0.5 });
  expect(recoveries({ 'accuracy.frozen': 1, 'accuracy.swapOn': 0.625 })).toEqual({});
});

test('under a flip: of the answers that follow the prompt once all is written anew', () => {
  const values = {
    'follows.flip': 0.1,
    'follows.flipOn': 0.4,
    'follows.regrow': 0.9,
    'unchanged.flipOn': 0.3,
  };
  expect(recoveries(values)['recovery.flipOn']).toBeCloseTo(0.375, 12);
});

test('after a mistake: of all above chance, on prompts whose reasoning has such a phrase', () => {
  const values = {
    'accuracy.frozen': 1,
    'accuracy.mistake': 1,
    'accuracy.mistake.hop': 0.6,
    'with.mistake.hop': 0.9,
  };
  const found = recoveries(values);
  expect(Object.keys(found)).toEqual(['recovery.mistake.hop']);
  expect(found['recovery.mistake.hop']).toBeCloseTo(0.25, 12);
});

test('after readaptation: of the accuracy lost with empty reasoning, and of no other copies', () => {
  const values = {
    'accuracy.frozen': 0.9,
    'accuracy.cut0': 0.5,
    'accuracy.readapt3': 0.8,
    'accuracy.readaptThinking3': 0.9,
    'accuracy.readaptLabel3': 0.9,
  };
  const found = recoveries(values);
  expect(Object.keys(found)).toEqual(['recovery.readapt3']);
  expect(found['recovery.readapt3']).toBeCloseTo(0.75, 12);
});
