import { parseTreatment } from '@vestige/analysis';
import { key } from '@vestige/analysis/testing';
import { expect, test } from 'vitest';
import { interventionWords } from './interventionWords.ts';
import { estimatorWords, featureWords } from './words.ts';

test('treatments in words: intervention, share kept, steps, type of phrase', () => {
  expect(
    [
      'cut0',
      'cut25',
      'swap',
      'drop.judgement',
      'mistake.hop',
      'readapt1',
      'readapt10',
      'readaptThinking3',
      'unheard-of',
    ].map((name) => interventionWords(parseTreatment(name))),
  ).toEqual([
    'left empty',
    'first 25%',
    'swapped',
    'judgement dropped',
    'mistake in hop',
    'readapted, 1 step',
    'readapted, 10 steps',
    'readapted, own reasoning, 3 steps',
    'unheard-of',
  ]);
});

test('estimators in words, within their group', () => {
  expect(
    [
      'reliance.drop.hop',
      'needs.hop',
      'importance.counterfactual.hop',
      'recovery.readapt3',
      'mediation.share',
      'drift.F.initial.predicted',
      'drift.F.within.a=A,bit=B.change',
      'drift.F.within.largest',
      'effect.force.F',
    ].map((name) => estimatorWords(key(name))),
  ).toEqual([
    'hop dropped',
    'hop',
    'hop resampled and different',
    'readapted, 3 steps',
    'mediated share',
    'F: at first, predicted',
    'F: change of its share where a=A,bit=B',
    'F: largest change of its share on one kind of prompts',
    'F word forced',
  ]);
});

test('a mention goes by the name that the environment gives it', () => {
  expect(estimatorWords(key('rate.mention'), { flips: 'a digit', mentions: 'a plan to hack' })).toBe(
    'mentions a plan to hack',
  );
  expect(estimatorWords(key('rate.mention'))).toBe('mentions the attribute');
});

test('features of the rollouts in words', () => {
  expect(['phrase:hop', 'word:a:b', 'mention', 'length'].map(featureWords)).toEqual([
    'hop (phrase)',
    '\u201ca:b\u201d (word)',
    'mention',
    'length',
  ]);
});
