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
      `accuracy.${name}`,
      { mean, low: mean, high: mean, bySeed: { 0: mean } },
    ]),
  );

test('each condition is shown under the removal that its verdict rests on', () => {
  const condition = { phrases: {}, groups: {} };
  const text = summary(experiment, {
    schemaVersion: 1,
    experiment: 'shown',
    families: {},
    backend: 'wasm',
    seeds: [0],
    conditions: {
      base: {
        ...condition,
        verdict: 'not trained',
        estimates: estimates({ own: 0.1, cut0: 0.08, filler: 0.16 }),
      },
      outcome: {
        ...condition,
        verdict: 'vestigial',
        estimates: estimates({ own: 0.996, now: 0.098, cut0: 1 }),
      },
      failed: { ...condition, verdict: 'not trained', estimates: {} },
    },
  });
  expect(text.split('\n')).toEqual([
    'Shown: accuracy with its own reasoning, and without',
    '  base     not trained (no accuracy to lose)  own 0.100  without 0.160 (filler words)',
    '  outcome  vestigial                          own 0.996  without 1.000 (empty CoT)',
    '  failed   not trained                        own –  without –',
  ]);
});
