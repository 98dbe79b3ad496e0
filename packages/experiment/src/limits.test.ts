import { describe, expect, test } from 'vitest';
import { slowStage } from './limits.ts';
import { messageOf, resolve, valid } from './testing/valid.ts';

describe('sizes that no machine holds are refused with the field that is to blame, told once', () => {
  test.each<[object, string]>([
    [
      { model: { layers: 1e6 } },
      'model.layers: with 1000000 the stage pretrain needs about 15 TiB of memory',
    ],
    [{ model: { width: 1e5 } }, 'model.width: with 100000 the stage pretrain needs about 3.5 TiB'],
    [{ model: { feedForward: 1e9 } }, 'model.feedForward: with 1000000000 the stage pretrain needs'],
    [{ model: { contextLength: 1e9 } }, 'model.contextLength: with 1000000000 the stage pretrain needs'],
    [
      { model: { contextLength: 1e9, positions: 'rotary' } },
      'model.contextLength: with 1000000000 the stage pretrain needs',
    ],
    [
      { bases: { big: { rule: 'factors', model: { layers: 1e5 } } } },
      'bases.big.model.layers: with 100000 the stage pretrain needs',
    ],
    [{ pretraining: { batch: 1e9 } }, 'pretraining.batch: with 1000000000 the stage pretrain needs'],
    [
      { reinforcement: { batch: 1e9 } },
      'conditions.biased.reinforcement.batch: with 1000000000 the stage train needs',
    ],
    [
      { reinforcement: { evaluationPrompts: 1e9 } },
      'conditions.biased.reinforcement.evaluationPrompts: with 1000000000 the stage train needs',
    ],
    [
      { reinforcement: { drift: { words: ['hmm'], probes: 1e9 } } },
      'conditions.biased.reinforcement.drift.probes: with 1000000000 the stage train needs',
    ],
    [{ ablation: { prompts: 1e12 } }, 'ablation.prompts: with 1000000000000 the stage ablate needs'],
    [
      { ablation: { checkpointPrompts: 1e9 } },
      'ablation.checkpointPrompts: with 1000000000 the stage ablate needs',
    ],
    [{ analysis: { resamples: 1e12 } }, 'analysis.resamples: with 1000000000000 the stage analyze needs'],
  ])('%j', (fields, message) => {
    const said = messageOf({ ...valid, ...fields });
    expect(said).toContain(`tiny/experiment.json: field ${message}`);
    expect(said).toMatch(/of memory; expected what fits in 4 GiB, the most that the backend wasm has$/);
  });

  test('another backend has more memory', () => {
    const large = { ...valid, model: { width: 1024, layers: 8 } };
    expect(messageOf(large)).toMatch(/field model\.width: with 1024 the stage train needs about \S+ GiB/);
    expect(messageOf({ ...large, backend: 'tensorflow' })).toBe('no error');
    expect(messageOf({ ...large, model: { layers: 1e7 }, backend: 'tensorflow' })).toMatch(
      /of memory; expected what fits in 1 TiB$/,
    );
  });
});

describe('what would take years is refused', () => {
  test.each<[object, string]>([
    [
      { pretraining: { steps: 1e12 } },
      'pretraining.steps: with 1000000000000 the stage pretrain takes about',
    ],
    [
      { reinforcement: { steps: 1e12 } },
      'conditions.biased.reinforcement.steps: with 1000000000000 the stage train takes about',
    ],
    [
      { reinforcement: { algorithm: 'ppo', ppo: { epochs: 1e9 } } },
      'conditions.biased.reinforcement.ppo.epochs: with 1000000000 the stage train takes about',
    ],
    [
      { ablation: { readaptation: [1, 1e12] } },
      'ablation.readaptation: with 1000000000000 the stage ablate takes about',
    ],
  ])('%j', (fields, message) => {
    const said = messageOf({ ...valid, ...fields });
    expect(said).toContain(`tiny/experiment.json: field ${message}`);
    expect(said).toMatch(/ years; expected less than a year$/);
  });
});

test('more prompts than tables can number are refused', () => {
  const fields = { model: { width: 4, layers: 1, heads: 1 }, reinforcement: { steps: 5e7, batch: 64 } };
  expect(messageOf({ ...valid, ...fields })).toBe(
    'tiny/experiment.json: field conditions.biased.reinforcement: has 3200000000 prompts, steps x batch / groupSize; expected at most 2147483647, which tables can number',
  );
});

test('what takes more than a day is told, by stage and condition', () => {
  const slow = (fields: object, only?: Parameters<typeof slowStage>[1]) =>
    slowStage(resolve({ ...valid, ...fields }), only);
  expect(slow({})).toBeUndefined();
  const long = {
    conditions: { fair: { rule: 'factors', reinforcement: { steps: 1e6 } }, short: { rule: 'factors' } },
  };
  expect(slow(long)).toMatch(
    /^the stage train of fair takes about \d+(\.\d)? days, most of it for conditions\.fair\.reinforcement\.steps: 1000000$/,
  );
  expect(slow(long, { stage: 'train', condition: 'short' })).toBeUndefined();
  expect(slow(long, { stage: 'pretrain' })).toBeUndefined();
});
