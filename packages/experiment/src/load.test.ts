import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { experimentJsonSchema } from './jsonSchema.ts';
import { loadExperiment } from './load.ts';
import { conditionsOf, projectName, ruleOf, runsOf, stageDirectory } from './runs.ts';
import { messageOf, resolve, valid } from './testing/valid.ts';

test('words to force or forbid have to be words of the environment, and no control words', () => {
  const message = messageOf({ ...valid, ablation: { force: ['hmm', 'verdikt'], forbid: ['</think>'] } });
  expect(message).toMatch(
    /field ablation.force: the environment has no word "verdikt"; expected some of approve/,
  );
  expect(message).toMatch(/field ablation.forbid: the environment has no word "<\/think>"/);
  expect(message.split('\n')).toHaveLength(2);
});

describe('resolution', () => {
  test('fills in defaults', () => {
    const experiment = resolve(valid);
    expect(experiment.seeds).toEqual([0, 1, 2]);
    expect(experiment.model.width).toBe(64);
    expect(experiment.environment).toMatchObject({ kind: 'loan', minimumFactors: 3 });
    expect(experiment.conditions.fair!.rewards).toEqual({ outcome: 1, length: 0 });
  });

  test("puts a condition's reinforcement on top of the experiment's", () => {
    const { conditions } = resolve(valid);
    expect(conditions.biased!.reinforcement).toMatchObject({ steps: 50, kl: 0.05, batch: 256 });
    expect(conditions.fair!.reinforcement).toMatchObject({ steps: 50, kl: 0.02 });
  });

  test('a preset replaces fields and merges objects', () => {
    const experiment = resolve(valid, 'quick');
    expect(experiment.seeds).toEqual([4]);
    expect(experiment.model).toMatchObject({ width: 32, layers: 2 });
    expect(experiment.conditions.biased!.reinforcement).toMatchObject({ steps: 5, kl: 0.05 });
  });

  test('names projects, runs and folders', () => {
    const quick = resolve(valid, 'quick');
    expect(conditionsOf(quick)).toEqual(['base', 'biased', 'fair']);
    expect(runsOf(quick).map(({ name }) => name)).toEqual(['base-s4', 'biased-s4', 'fair-s4']);
    expect(projectName(quick)).toBe('tiny-quick');
    expect(stageDirectory(quick, 'train', { condition: 'fair', seed: 4 })).toBe(
      'tiny/runs/quick/fair-s4/train',
    );
    expect(stageDirectory(resolve(valid), 'report')).toBe('tiny/runs/report');
    expect(ruleOf(quick, 'base')).toBe('factors');
    expect(ruleOf(quick, 'biased')).toBe('nationality');
  });
});

describe('mistakes name file, field and expectation', () => {
  test.each<[string, object, RegExp]>([
    [
      'a wrong type',
      { ...valid, model: { width: 'wide' } },
      /^tiny\/experiment\.json: field model\.width: .*number/,
    ],
    ['an unknown field', { ...valid, modle: {} }, /field \(top level\): .*"modle"/],
    ['an unknown nested field', { ...valid, ablation: { prompt: 3 } }, /field ablation: .*"prompt"/],
    [
      'a value out of range',
      { ...valid, environment: { kind: 'loan', now: 2 } },
      /field environment\.now: .*<=1/,
    ],
    [
      'an unknown rule',
      { ...valid, base: { rule: 'majority' } },
      /field base\.rule: .*"majority".*nationality, factors/,
    ],
    [
      'a condition named base',
      { ...valid, conditions: { base: { rule: 'factors' } } },
      /conditions\.base: this name is taken/,
    ],
    [
      'a condition named like a preset',
      { ...valid, conditions: { quick: { rule: 'factors' } } },
      /conditions\.quick: this name is taken/,
    ],
    ['a name that is not the folder', { ...valid, name: 'small' }, /field name: "small"; expected "tiny"/],
    [
      'a preset named like a stage',
      { ...valid, presets: { report: {} } },
      /field presets\.report: this name is taken by a stage/,
    ],
    [
      'a preset named like the folder of exports',
      { ...valid, presets: { export: {} } },
      /field presets\.export: this name is taken by `vestige export`/,
    ],
    ['a missing field', { ...valid, title: undefined }, /field title: is missing; expected string/],
    [
      'a name with capitals',
      { ...valid, conditions: { Fair: { rule: 'factors' } } },
      /conditions\.Fair: expected lower-case letters and digits/,
    ],
    [
      'a name that every object has',
      { ...valid, conditions: { constructor: { rule: 'factors' } } },
      /conditions\.constructor: every JavaScript object has one; expected another name/,
    ],
    [
      'a base that every object has',
      { ...valid, conditions: { fair: { rule: 'factors', base: 'constructor' } } },
      /conditions\.fair\.base: every JavaScript object has one/,
    ],
    [
      'a word that every object has',
      { ...valid, ablation: { substitute: { toString: 'hmm' } } },
      /field ablation\.substitute: the environment has no word "toString"; expected some of/,
    ],
    [
      'a name that no folder can have',
      { ...valid, conditions: { ['a'.repeat(65)]: { rule: 'factors' } } },
      /expected at most 64 characters/,
    ],
    ['what would be two lines', { ...valid, base: { rule: 'a\nb' } }, /no rule "a\\u000ab"; expected one of/],
    ['a seed that no column holds', { ...valid, seeds: [2 ** 31] }, /field seeds\.0: .*<=2147483647/],
    [
      'groups of one, compared within groups, told once',
      { ...valid, conditions: { fair: { rule: 'factors', reinforcement: { algorithm: 'rloo' } } } },
      /conditions\.fair: reinforcement\.groupSize 1 with algorithm "rloo"; expected at least 2/,
    ],
    [
      'a mistake that every condition has from the top level',
      { ...valid, reinforcement: { beta2: 1 } },
      /^tiny\/experiment\.json: field reinforcement\.beta2: .*<1$/,
    ],
    [
      'a word to monitor that the environment lacks',
      {
        ...valid,
        conditions: { fair: { rule: 'factors', rewards: { monitor: { penalty: 1, words: ['race*'] } } } },
      },
      /conditions\.fair\.rewards\.monitor\.words: the environment has no word "race\*"; expected some of/,
    ],
    [
      'no intervention that takes the chain of thought away',
      { ...valid, ablation: { interventions: ['swap', 'cut'], cuts: [0.5] } },
      /field ablation\.interventions: expected now, filler, or cut with 0 among its cuts/,
    ],
    [
      'one prompt to borrow from',
      { ...valid, ablation: { checkpointPrompts: 1 } },
      /field ablation\.checkpointPrompts: expected 0 or at least 2/,
    ],
    [
      'cuts of one name',
      { ...valid, ablation: { cuts: [0, 0.001] } },
      /field ablation\.cuts: expected different percentages/,
    ],
    [
      'answers to readapt to, twice',
      { ...valid, ablation: { readaptationAnswers: ['own', 'own'] } },
      /field ablation\.readaptationAnswers: expected each once/,
    ],
    [
      'more words to begin with than a completion has',
      { ...valid, ablation: { force: Array(25).fill('hmm') } },
      /field ablation\.force: 25 words; expected at most 24/,
    ],
    ['a seed twice', { ...valid, seeds: [1, 1] }, /field seeds: a seed stands twice/],
    [
      'a short context',
      { ...valid, model: { contextLength: 16 } },
      /model\.contextLength: expected at least 33/,
    ],
    ['heads that do not divide', { ...valid, model: { width: 30 } }, /field model\.heads: must divide width/],
    [
      'rotary positions in heads of an odd width',
      { ...valid, model: { width: 36, positions: 'rotary' } },
      /field model\.heads: must divide width into even numbers/,
    ],
    [
      'a base of rotary positions where positions are learned',
      { ...valid, model: { rotaryBase: 500 } },
      /field model\.rotaryBase: .*expected "positions": "rotary"/,
    ],
    [
      'a batch that does not split into groups',
      { ...valid, conditions: { fair: { rule: 'factors', reinforcement: { groupSize: 3, batch: 8 } } } },
      /conditions\.fair: reinforcement\.batch 8 is not a multiple of groupSize 3/,
    ],
    [
      'a word to follow that the environment lacks',
      { ...valid, conditions: { fair: { rule: 'factors', reinforcement: { drift: { words: ['F'] } } } } },
      /conditions\.fair\.reinforcement\.drift\.words: the environment has no word "F"; expected some of/,
    ],
    [
      'a word to substitute that the environment lacks',
      { ...valid, ablation: { substitute: { look: 'F' } } },
      /field ablation\.substitute: the environment has no word "F"; expected some of/,
    ],
    ['a missing title', { ...valid, title: undefined }, /field title: /],
  ])('%s', (_, json, expected) => {
    const message = messageOf(JSON.parse(JSON.stringify(json)));
    expect(message).toMatch(expected);
    expect(message).not.toContain('\n');
  });

  test('every mistake has its line', () => {
    const message = messageOf({ ...valid, title: '', seeds: [-1] });
    expect(message.split('\n')).toHaveLength(2);
  });

  test('mistakes in a preset are found where they stand', () => {
    const json = { ...valid, presets: { quick: { model: { width: -1 } } } };
    expect(messageOf(json, 'quick')).toMatch(/field presets\.quick\.model\.width/);
    expect(messageOf(valid, 'slow')).toMatch(/has no preset "slow"; it has: quick/);
  });

  test('files that are missing or no JSON', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'vestige-experiment-')), 'experiment.json');
    expect(() => loadExperiment(file)).toThrow(/cannot be read; expected an experiment file/);
    writeFileSync(file, '{ "name": ');
    expect(() => loadExperiment(file)).toThrow(
      `${file}: is not JSON: it ends too early, at line 1, column 10: expected a value`,
    );
  });
});

test('a preset leaves out a base or condition that it sets to null; elsewhere null is a value', () => {
  const json = {
    ...valid,
    bases: { other: { rule: 'factors' } },
    conditions: { fair: { rule: 'factors' }, swept: { rule: 'factors', base: 'other' } },
    presets: {
      quick: {
        bases: { other: null },
        conditions: { swept: null },
        reinforcement: { maxGradientNorm: null },
      },
    },
  };
  const quick = resolve(json, 'quick');
  expect([Object.keys(quick.bases), Object.keys(quick.conditions)]).toEqual([['base'], ['fair']]);
  expect(quick.conditions.fair!.reinforcement.maxGradientNorm).toBeNull();
});

test('experiment.schema.json is current; `npm run schema -w @vestige/experiment` writes it', () => {
  const file = new URL('../experiment.schema.json', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(experimentJsonSchema());
});
