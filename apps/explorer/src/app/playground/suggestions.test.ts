import { createEnvironment, environmentSchema } from '@vestige/environment';
import { expect, test } from 'vitest';
import { completed, gapAt, suggest } from './suggestions.ts';

const environment = createEnvironment(
  environmentSchema.parse({ kind: 'loan', factors: 2, minimumFactors: 1 }),
);
const words = (begun: string, distribution?: Float32Array) =>
  suggest(environment, begun, distribution).map(({ word }) => word);

test('words that begin alike are suggested, the likeliest first', () => {
  expect(words('inc')).toEqual(['income0', 'income1', 'income2', 'income3']);
  const distribution = new Float32Array(environment.vocabulary.length);
  distribution[environment.vocabulary.indexOf('income2')] = 0.7;
  distribution[environment.vocabulary.indexOf('income3')] = 0.2;
  expect(words('inc', distribution).slice(0, 2)).toEqual(['income2', 'income3']);
  expect(words('', distribution).slice(0, 2)).toEqual(['income2', 'income3']);
  expect(suggest(environment, 'inc', distribution)[0]!.probability).toBeCloseTo(0.7);
});

test('a slip of the finger still leads to the word, and control words are never suggested', () => {
  expect(words('incpme1')).toContain('income1');
  expect(words('<')).not.toContain('<eos>');
});

test.each([
  ['hmm inc', 7, 'hmm income1 ', 12],
  ['hmm inc good', 7, 'hmm income1 good', 12],
  ['hmm', 3, 'hmm income1 ', 12],
  ['', 0, 'income1 ', 8],
  ['hmm  good', 4, 'hmm income1 good', 12],
])('%j, completed at %i', (text, caret, expected, at) => {
  const gap = gapAt(environment, text, caret);
  expect(completed(text, gap, 'income1')).toEqual({ text: expected, caret: at });
});
