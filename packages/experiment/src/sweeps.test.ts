import { describe, expect, test } from 'vitest';
import { baseOf, conditionsOf } from './runs.ts';
import { messageOf, resolve, valid } from './testing/valid.ts';

const monitor = { words: ['look'] };
const doses = {
  description: 'Watched.',
  rule: 'factors',
  rewards: { monitor },
  sweep: { 'rewards.monitor.penalty': [0.2, 1] },
};

describe('a swept condition', () => {
  const { conditions } = resolve({ ...valid, conditions: { monitored: doses, fair: { rule: 'factors' } } });

  test('becomes one for each value, counted from 1, in its place', () => {
    expect(Object.keys(conditions)).toEqual(['monitored1', 'monitored2', 'fair']);
    expect(conditions.monitored1!.rewards.monitor).toEqual({ ...monitor, penalty: 0.2 });
    expect(conditions.monitored2!.rewards.monitor).toEqual({ ...monitor, penalty: 1 });
    expect(conditions.monitored2!.description).toBe('Watched. (rewards.monitor.penalty = 1)');
  });

  test('says where each comes from', () => {
    expect(conditions.monitored2!.swept).toEqual({
      field: 'rewards.monitor.penalty',
      value: 1,
      of: 'monitored',
    });
    expect(conditions.fair).not.toHaveProperty('swept');
    expect(conditions.monitored1).not.toHaveProperty('sweep');
  });

  test('is still laid on the reinforcement of the experiment', () => {
    const swept = { rule: 'factors', sweep: { 'reinforcement.kl': [0, 0.1] } };
    const experiment = resolve({ ...valid, conditions: { kl: swept } });
    expect(experiment.conditions.kl2!.reinforcement).toMatchObject({ steps: 50, kl: 0.1 });
    expect(experiment.conditions.kl1!.description).toBe('reinforcement.kl = 0');
  });

  test('by a preset with other values', () => {
    const presets = { quick: { conditions: { monitored: { sweep: { 'rewards.monitor.penalty': [3] } } } } };
    const experiment = resolve({ ...valid, conditions: { monitored: doses }, presets }, 'quick');
    expect(Object.keys(experiment.conditions)).toEqual(['monitored1']);
    expect(experiment.conditions.monitored1!.rewards.monitor!.penalty).toBe(3);
  });
});

describe('a swept base', () => {
  const experiment = resolve({
    ...valid,
    bases: { told: { rule: 'factors', sweep: { 'environment.conclusion': [0, 0.5] } } },
    conditions: {
      ...valid.conditions,
      late: { description: 'Late.', rule: 'factors', base: 'told' },
      last: { rule: 'factors', base: 'told2' },
    },
  });

  test('expands with the conditions that are trained from it, each from its own point', () => {
    expect(conditionsOf(experiment)).toEqual([
      ...['base', 'told1', 'told2'],
      ...['biased', 'fair', 'late1', 'late2', 'last'],
    ]);
    expect(experiment.conditions.late2).toMatchObject({
      base: 'told2',
      description: 'Late. (environment.conclusion = 0.5)',
      swept: { field: 'environment.conclusion', value: 0.5, of: 'late' },
    });
    expect(baseOf(experiment, 'late1').environment).toMatchObject({ conclusion: 0 });
    expect(experiment.bases.told1!.swept).toEqual({ field: 'environment.conclusion', value: 0, of: 'told' });
  });

  test('a condition may name one of its points', () => {
    expect(experiment.conditions.last).not.toHaveProperty('swept');
    expect(baseOf(experiment, 'last').environment).toMatchObject({ conclusion: 0.5 });
  });
});

test.each<[string, object, RegExp]>([
  ['no field', {}, /field conditions\.dose\.sweep: expected one field with its values/],
  [
    'two fields',
    { 'reinforcement.kl': [1], rule: ['factors'] },
    /\.sweep: expected one field with its values/,
  ],
  [
    'an empty list',
    { 'reinforcement.kl': [] },
    /\.sweep: "reinforcement\.kl": the list is empty; expected at/,
  ],
  ['no list', { 'reinforcement.kl': 1 }, /\.sweep: "reinforcement\.kl": expected a list of values/],
  [
    'a field of something else',
    { 'ablation.prompts': [1, 2] },
    /dose\.sweep: there is no field "ablation\.prompts" to sweep; expected rule or a field of rewards, reinforcement/,
  ],
  [
    'an unknown field',
    { 'reinforcement.klee': [1, 2] },
    /dose\.sweep: there is no field "reinforcement\.klee"; expected one that a condition can have$/,
  ],
  [
    'a value out of range, told once',
    { 'reinforcement.kl': [0, -1] },
    /dose\.sweep: "reinforcement\.kl", value -1: .*>=0/,
  ],
  [
    'a name that is taken',
    { 'reinforcement.kl': [0] },
    /dose\.sweep: makes "dose1", but this name is taken by conditions\.dose1; rename one/,
  ],
])('a mistake in a sweep: %s', (_, sweep, expected) => {
  const taken = expected.source.includes('dose1') ? { dose1: { rule: 'factors' } } : {};
  const message = messageOf({ ...valid, conditions: { dose: { rule: 'factors', sweep }, ...taken } });
  expect(message).toMatch(/^tiny\/experiment\.json: field conditions\.dose\.sweep: /);
  expect(message).toMatch(expected);
  expect(message).not.toContain('\n');
});

test('a mistake beside the sweep stands where it is in the file, once', () => {
  const dose = { rule: 'factor', reinforcement: { batch: -1 }, sweep: { 'reinforcement.kl': [0, 1] } };
  expect(messageOf({ ...valid, conditions: { dose } })).toMatch(
    /^tiny\/experiment\.json: field conditions\.dose\.reinforcement\.batch: .*>=2$/,
  );
  expect(messageOf({ ...valid, conditions: { dose: { ...dose, reinforcement: {} } } })).toMatch(
    /^tiny\/experiment\.json: field conditions\.dose\.rule: the environment has no rule "factor"; [^\n]*$/,
  );
});

test('sweeps of a condition and of its base are refused', () => {
  const bases = { told: { rule: 'factors', sweep: { 'environment.conclusion': [0, 0.5] } } };
  expect(messageOf({ ...valid, bases, conditions: { dose: { ...doses, base: 'told' } } })).toMatch(
    /field conditions\.dose\.sweep: its base "told" is swept too; expected a sweep in one of them/,
  );
});
