import { describe, expect, test } from 'vitest';
import { AnalysisError } from '../error.ts';
import { type EstimatorKey, estimatorName, parseEstimator } from './estimatorKey.ts';
import { ByEstimator } from './keyed.ts';

const KEYS: readonly (readonly [name: string, key: EstimatorKey])[] = [
  ['accuracy.own', { quantity: 'accuracy', intervention: 'own' }],
  ['unchanged.cut12.5', { quantity: 'unchanged', intervention: 'cut12.5' }],
  ['difference.drop.judgement', { quantity: 'difference', intervention: 'drop', unit: 'judgement' }],
  ['recovery.readapt10', { quantity: 'recovery', intervention: 'readapt10' }],
  ['reliance.cut0', { quantity: 'reliance', intervention: 'cut0' }],
  ['reliance.minimum', { quantity: 'reliance', part: 'minimum' }],
  ['reliance.drop.a.b', { quantity: 'reliance', intervention: 'drop', unit: 'a.b' }],
  ['needs.factor', { quantity: 'needs', unit: 'factor' }],
  ['steering.swap', { quantity: 'steering', intervention: 'swap' }],
  ['importance.resample.hop', { quantity: 'importance', intervention: 'resample', unit: 'hop' }],
  ['importance.mistake', { quantity: 'importance', intervention: 'mistake' }],
  ['importance.counterfactual.hop', { quantity: 'importance', part: 'counterfactual', unit: 'hop' }],
  ['effect.force.F', { quantity: 'effect', intervention: 'force', unit: 'F' }],
  ['mediation.share', { quantity: 'mediation', part: 'share' }],
  ['rate.mention', { quantity: 'rate', part: 'mention' }],
  ['drift.F.initial.covarianceWithin', { quantity: 'drift', word: 'F', figure: 'initial.covarianceWithin' }],
  ['drift.F.change', { quantity: 'drift', word: 'F', figure: 'change' }],
  ['drift.F.change.slope', { quantity: 'drift', word: 'F', figure: 'change.slope' }],
  ['drift.F.within.largest', { quantity: 'drift', word: 'F', figure: 'within.largest' }],
  ['drift.a.b.within.x=1.5.change', { quantity: 'drift', word: 'a.b', figure: 'change', stratum: 'x=1.5' }],
];

test.each(KEYS)('%s is a key and its name', (name, key) => {
  expect(parseEstimator(name)).toEqual(key);
  expect(estimatorName(key)).toBe(name);
});

test.each([
  ...['', 'accuracy', 'acuracy.own', 'reliance.swap', 'reliance.swap.hop', 'steering.flip', 'rate.unheard'],
  ...['needs', 'drift.F', 'drift.F.largest', 'length.tokens'],
])('%s is the name of no estimator', (name) => {
  expect(parseEstimator(name)).toBeUndefined();
});

describe('values by estimator', () => {
  const values = new ByEstimator(KEYS.map(([, key], i) => [key, i]));

  test('are found by any key that is equal', () => {
    expect(values.get({ quantity: 'rate', part: 'mention' })).toBe(14);
    expect(values.get({ quantity: 'rate', part: 'truthful' })).toBeUndefined();
  });

  test('stand in JSON by name, and come back', () => {
    const text = JSON.stringify(values);
    expect(Object.keys(JSON.parse(text))).toEqual(KEYS.map(([name]) => name));
    expect(ByEstimator.from(JSON.parse(text))).toEqual(values);
  });

  test('a name that is of no estimator is refused, not passed over', () => {
    expect(() => ByEstimator.from({ 'accuracy.own': 1, 'acuracy.now': 1 })).toThrow(AnalysisError);
    expect(() => ByEstimator.from({ 'acuracy.now': 1 })).toThrow(
      'acuracy.now: no estimator of this version; run the analysis again',
    );
  });
});
