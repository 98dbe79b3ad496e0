import { createEnvironment, environmentSchema } from '@vestige/environment';
import { expect, test } from 'vitest';
import { shownPhrases } from './shownPhrases.ts';

const environment = createEnvironment(
  environmentSchema.parse({ kind: 'loan', factors: 2, minimumFactors: 1 }),
);
const thought = 'hmm income2 good up';
const phrases = environment
  .units(thought)
  .map((phrase, i) => ({ ...phrase, effect: i === 0 ? 0.001 : 0.4, without: [0.5, 0.5], mass: 1 }));

test('a word has the colour of its phrase, whose type stands at its first; others than the chosen are set back', () => {
  expect(shownPhrases(thought, phrases, phrases[1])).toEqual([
    {
      word: 'hmm',
      shade: 0.001,
      told: 'without it the answer moves by 0.001',
      phrase: 'filler',
      quiet: true,
    },
    {
      word: 'income2',
      shade: 0.4,
      told: 'without it the answer moves by 0.400',
      phrase: 'factor',
      quiet: false,
    },
    { word: 'good', shade: 0.4, told: 'without it the answer moves by 0.400', quiet: false },
    { word: 'up', shade: 0.4, told: 'without it the answer moves by 0.400', quiet: false },
  ]);
  expect(shownPhrases(thought, phrases, undefined).some(({ quiet }) => quiet)).toBe(false);
});

test('a phrase without which the policy does not answer is not told by how far the answer moves', () => {
  const [shown] = shownPhrases(thought, [{ ...phrases[0]!, mass: 0.2 }], undefined);
  expect(shown!.told).toBe('without it the policy does not answer: 0.200 on answers');
});

test('without known phrases the words stand alone', () => {
  expect(shownPhrases(thought, [], undefined)[1]).toEqual({ word: 'income2' });
});
