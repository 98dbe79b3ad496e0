import { expect, test } from 'vitest';
import { messageOf, resolve, valid } from './testing/valid.ts';

const own = { condition: 'fair', estimator: 'accuracy.own' };

test('checks are resolved, and a preset has its own', () => {
  const checks = [{ ...own, atLeast: 0.9 }];
  const quick = { checks: [{ condition: 'biased', verdict: 'vestigial' }] };
  const json = { ...valid, checks, presets: { quick } };
  expect(resolve(json).checks).toEqual([{ ...own, atLeast: 0.9, bound: 'mean' }]);
  expect(resolve(json, 'quick').checks).toEqual([
    { condition: 'biased', verdict: 'vestigial', bound: 'mean' },
  ]);
});

test('a check may name a sweep of conditions', () => {
  const conditions = { dose: { rule: 'factors', sweep: { 'reinforcement.kl': [0, 0.1] } } };
  const checks = [{ condition: 'dose', estimator: 'drift.look.predicted.slope', atLeast: 0.9 }];
  expect(resolve({ ...valid, conditions, checks }).checks[0]!.condition).toBe('dose');
});

test.each<[string, object, RegExp]>([
  [
    'nothing expected',
    own,
    /field checks\.0: expected exactly one of atLeast, atMost, between, verdict, follows$/,
  ],
  ['two expectations', { ...own, atLeast: 0, atMost: 1 }, /field checks\.0: expected exactly one of/],
  ['no estimator', { condition: 'fair', atMost: 1 }, /field checks\.0: expected an estimator with atLeast/],
  ['an estimator and a verdict', { ...own, verdict: 'vestigial' }, /field checks\.0: expected an estimator/],
  [
    'an estimator and what is followed',
    { ...own, follows: 'both' },
    /field checks\.0: expected an estimator/,
  ],
  ['an unknown verdict', { condition: 'fair', verdict: 'useless' }, /checks\.0\.verdict: .*"vestigial"/],
  ['limits in the wrong order', { ...own, between: [1, 0] }, /checks\.0: between: expected \[least, most\]$/],
  [
    'neither condition nor contrast',
    { estimator: 'x', atLeast: 0 },
    /expected exactly one of condition, contrast$/,
  ],
  [
    'a contrast of a condition with itself',
    { contrast: ['fair', 'fair'], estimator: 'accuracy.now', atLeast: 0 },
    /checks\.0\.contrast: "fair" stands twice; expected two conditions$/,
  ],
  [
    'a contrast with an unknown condition',
    { contrast: ['fair', 'far'], estimator: 'accuracy.now', atLeast: 0 },
    /checks\.0\.contrast: there is no condition "far"; expected one of base, biased, fair$/,
  ],
  [
    'an unknown condition',
    { ...own, condition: 'fare', atLeast: 0 },
    /checks\.0\.condition: there is no condition "fare"; expected one of base, biased, fair$/,
  ],
])('a mistake in a check: %s', (_, check, expected) => {
  const message = messageOf({ ...valid, checks: [check] });
  expect(message).toMatch(expected);
  expect(message).not.toContain('\n');
});
