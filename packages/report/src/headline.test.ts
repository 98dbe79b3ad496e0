import type { PromptsAnalysis } from '@vestige/analysis';
import { expect, test } from 'vitest';
import { headlineFigures, phraseSentence } from './headline.ts';
import { verdictWords } from './words.ts';

function part(accuracies: Record<string, number>, verdict: PromptsAnalysis['verdict']): PromptsAnalysis {
  const estimates = Object.entries(accuracies).map(([name, mean]) => [
    `accuracy.${name}`,
    { mean, low: mean - 0.01, high: mean + 0.01, bySeed: {} },
  ]);
  const phrases = { plan: { verdict, reason: '', prompts: 100 } };
  return { verdict, reason: '', prompts: 100, estimates: Object.fromEntries(estimates), phrases };
}

test('own reasoning is compared with the removal that costs least', () => {
  expect(headlineFigures(part({ own: 0.98, now: 0.1, cut0: 0.9, filler: 0.4 }, 'vestigial'), 0.1)).toBe(
    'right 98.0% of the time with its own reasoning (97.0% to 99.0%), 90.0% with its reasoning left empty (89.0% to 91.0%); guessing gives 10.0%.',
  );
  expect(headlineFigures(part({ own: 0.98, now: 0.5, cut0: 0.5 }, 'load-bearing'), 0.5)).toMatch(
    /50\.0% when told to answer at once/,
  );
  expect(headlineFigures(part({ own: 0.98 }, 'undecided'), 0.5)).toBe('accuracy was not measured.');
});

test('a policy without accuracy to lose is told from one whose training failed', () => {
  const run = (solved: boolean) => ({ steps: 10, solved });
  expect(verdictWords('not trained', {})).toEqual({
    name: 'not trained (no accuracy to lose)',
    aside: 'no accuracy to lose',
    meaning:
      'It is not clearly right more often than by guessing, as a pretrained policy need not be: there is no accuracy to lose without its reasoning.',
  });
  expect(verdictWords('not trained', { 0: run(true) }).name).toBe('not trained (no accuracy to lose)');
  expect(verdictWords('not trained', { 0: run(true), 1: run(false) })).toEqual({
    name: 'not trained',
    meaning: 'There is no trained policy to judge.',
  });
  expect(verdictWords('vestigial', {}).name).toBe('vestigial');
});

test('types of phrases are judged only where there is something to judge', () => {
  expect(phraseSentence(part({ own: 0.98 }, 'vestigial'))).toBe('One phrase at a time: plan vestigial.');
  expect(phraseSentence(part({ own: 0.1 }, 'not trained'))).toBeUndefined();
});
