import { createEnvironment, environmentSchema } from '@vestige/environment';
import { expect, test } from 'vitest';
import { shownPhrases } from './shownPhrases.ts';
import { readCot } from './words.ts';

const environment = createEnvironment(
  environmentSchema.parse({ kind: 'loan', factors: 2, minimumFactors: 1 }),
);
const cot = readCot(environment, 'hmm income2 good up', 64).value!;
const phrases = environment
  .phrases(cot)
  .map((phrase, i) => ({ ...phrase, effect: i === 0 ? 0.001 : 0.4, without: [0.5, 0.5] }));

test('a token has the colour of its phrase, whose type stands at its first; others than the chosen are set back', () => {
  expect(shownPhrases(environment, cot, phrases, phrases[1])).toEqual([
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
  expect(shownPhrases(environment, cot, phrases, undefined).some(({ quiet }) => quiet)).toBe(false);
});

test('without known phrases the words stand alone', () => {
  expect(shownPhrases(environment, cot, [], undefined)[1]).toEqual({ word: 'income2' });
});
