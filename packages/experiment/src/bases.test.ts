import { describe, expect, test } from 'vitest';
import { resolveExperiment } from './load.ts';
import { baseNameOf, baseOf, conditionsOf, isBase, ruleOf, runsOf } from './runs.ts';
import { messageOf, resolve, valid } from './testing/valid.ts';

const bases = {
  plain: { rule: 'factors', environment: { conclusion: 0 }, pretraining: { steps: 7 } },
  wide: { description: 'A wide one.', rule: 'nationality', model: { width: 128 } },
};
const conditions = { ...valid.conditions, bare: { rule: 'nationality', base: 'plain' } };

describe('several bases', () => {
  test('a base is the top-level fields, with what it says itself on top', () => {
    const experiment = resolve({ ...valid, bases });
    expect(experiment.bases.base).toMatchObject({ rule: 'factors', environment: experiment.environment });
    expect(experiment.bases.plain).toMatchObject({
      environment: { kind: 'loan', factors: 3, conclusion: 0 },
      pretraining: { steps: 7, batch: experiment.pretraining.batch },
      model: experiment.model,
    });
    expect(experiment.bases.wide!.model).toMatchObject({ width: 128, layers: 2 });
    expect(experiment.environment).toMatchObject({ conclusion: 0.95 });
  });

  test('a condition is trained from its base, and is measured in its environment', () => {
    const experiment = resolve({ ...valid, bases, conditions });
    expect(conditionsOf(experiment)).toEqual(['base', 'plain', 'wide', 'biased', 'fair', 'bare']);
    expect(runsOf(experiment)).toHaveLength(18);
    expect(baseNameOf(experiment, 'bare')).toBe('plain');
    expect(baseNameOf(experiment, 'fair')).toBe('base');
    expect(baseNameOf(experiment, 'wide')).toBe('wide');
    expect(baseOf(experiment, 'bare').environment).toMatchObject({ conclusion: 0 });
    expect(isBase(experiment, 'plain')).toBe(true);
    expect(isBase(experiment, 'bare')).toBe(false);
    expect(ruleOf(experiment, 'wide')).toBe('nationality');
    expect(ruleOf(experiment, 'bare')).toBe('nationality');
  });

  test('an environment of another kind takes no options of the first', () => {
    const chain = { rule: 'truth', environment: { kind: 'chain', hops: 3 } };
    const experiment = resolve({
      ...valid,
      bases: { chain },
      conditions: { hops: { rule: 'truth', base: 'chain' } },
    });
    expect(baseOf(experiment, 'hops').environment).toMatchObject({ kind: 'chain', hops: 3 });
    expect(baseOf(experiment, 'hops').environment).not.toHaveProperty('factors');
  });

  test('a preset merges into bases, and its top-level fields reach them', () => {
    const presets = { quick: { model: { width: 32 }, bases: { plain: { pretraining: { steps: 3 } } } } };
    const experiment = resolve({ ...valid, bases, conditions, presets }, 'quick');
    expect(experiment.bases.plain).toMatchObject({ model: { width: 32 }, pretraining: { steps: 3 } });
    expect(experiment.bases.wide!.model.width).toBe(128);
  });

  test.each<[string, object, RegExp]>([
    [
      'an unknown base',
      { conditions: { fair: { rule: 'factors', base: 'plane' } } },
      /^tiny\/experiment\.json: field conditions\.fair\.base: there is no base "plane"; expected one of base, plain, wide$/,
    ],
    [
      "a rule that the base's environment does not have",
      {
        bases: { chain: { rule: 'truth', environment: { kind: 'chain' } } },
        conditions: { fair: { rule: 'factors', base: 'chain' } },
      },
      /field conditions\.fair\.rule: the environment has no rule "factors"; expected one of truth/,
    ],
    [
      'a mistake in an override',
      { bases: { plain: { rule: 'factors', environment: { factor: 2 } } } },
      /field bases\.plain\.environment: .*"factor"$/,
    ],
    ['a missing rule', { bases: { plain: {} } }, /field bases\.plain\.rule: /],
    [
      'a base named base',
      { bases: { base: { rule: 'factors' } } },
      /field bases\.base: this name is taken by the base that the experiment itself describes/,
    ],
    [
      'a condition named like a base',
      { conditions: { plain: { rule: 'factors' } } },
      /field conditions\.plain: this name is taken by bases\.plain; expected another/,
    ],
    [
      'a base named like a preset',
      { bases: { quick: { rule: 'factors' } } },
      /field bases\.quick: this name is taken by a preset/,
    ],
    [
      'a short context',
      { bases: { plain: { rule: 'factors', model: { contextLength: 16 } } } },
      /field bases\.plain\.model\.contextLength: expected at least 33/,
    ],
    ['a mistake of the top level, told once', { model: { width: 'wide' } }, /field model\.width: .*number/],
  ])('%s', (_, fields, expected) => {
    const message = messageOf({ ...valid, bases, ...fields });
    expect(message).toMatch(expected);
    expect(message).not.toContain('\n');
  });
});

test('without bases an experiment resolves to what it says', () => {
  const file = 'tiny/experiment.json';
  const { bases: all, ...experiment } = resolveExperiment(valid, undefined, file);
  const { environment, model, pretraining, base } = experiment;
  expect(all).toEqual({ base: { ...base, environment, model, pretraining } });
  expect(Object.values(experiment.conditions).map((condition) => condition.base)).toEqual(['base', 'base']);
  expect(experiment.checks).toEqual([]);
});
