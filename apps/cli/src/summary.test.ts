import { resolveExperiment } from '@vestige/experiment';
import { expect, test } from 'vitest';
import { summary } from './summary.ts';

const experiment = resolveExperiment(
  {
    name: 'shown',
    title: 'Shown',
    claim: 'None.',
    seeds: [0],
    environment: { kind: 'tests' },
    base: { description: '', rule: 'tests' },
    conditions: { outcome: { description: '', rule: 'tests' }, failed: { description: '', rule: 'tests' } },
  },
  undefined,
  'shown/experiment.json',
);

const estimates = (accuracies: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(accuracies).map(([name, mean]) => [
      name,
      { mean, low: mean, high: mean, prompts: 100, seeds: 2, bySeed: { 0: mean } },
    ]),
  );

test('each condition is shown under the removal that its verdict rests on', () => {
  const condition = {
    ...{ reason: '', absent: {}, phrases: {}, groups: {}, skipped: {}, comparisons: {}, training: {} },
    ...{ seeds: [0, 1, 2], leftOut: [] as number[], bySeed: {} },
    ...({ follows: 'question', followsReason: '', followsBySeed: {} } as const),
    agreement: { verdict: 'vestigial', count: 1, of: 1, low: 0, high: 1 } as const,
  };
  const text = summary(experiment, {
    schemaVersion: 2,
    experiment: 'shown',
    families: {},
    settings: {},
    contrasts: [],
    confidence: 0.95,
    backend: 'wasm',
    seeds: [0, 1, 2],
    conditions: {
      base: {
        ...condition,
        verdict: 'not trained',
        estimates: estimates({ 'accuracy.frozen': 0.1, 'accuracy.cut0': 0.08, 'accuracy.filler': 0.16 }),
      },
      outcome: {
        ...condition,
        verdict: 'undecided',
        bySeed: { 0: 'vestigial', 1: 'vestigial', 2: 'load-bearing' },
        estimates: estimates({
          ...{ 'accuracy.own': 0.98, 'accuracy.frozen': 0.996 },
          ...{ 'accuracy.now': 0.098, 'accuracy.cut0': 1, 'mass.cut0': 0.15 },
        }),
      },
      failed: { ...condition, verdict: 'not trained', leftOut: [2], estimates: {} },
    },
  });
  expect(text.split('\n')).toEqual([
    'Shown: accuracy of the most probable answer after its own reasoning, and without',
    '  base     not trained (no accuracy to lose)  own 0.100  without 0.160 (filler words)                           follows question',
    '  outcome  undecided                          own 0.996  without 1.000 (empty CoT; does not answer: mass 0.15)  follows question  vestigial in 2 of 3 seeds (0, 1), load-bearing in seed 2',
    '  failed   not trained                        own –      without –                                              follows question  seed 2 never left chance',
  ]);
});
