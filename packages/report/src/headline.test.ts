import { ByEstimator, type ConditionAnalysis, type PromptsAnalysis } from '@vestige/analysis';
import { key } from '@vestige/analysis/testing';
import { expect, test } from 'vitest';
import { followsLine, headlineFigures, meaningSentence, phraseSentence, seedsSentence } from './headline.ts';
import { followedWords, verdictWords } from './words.ts';

const follows = { followed: 'reasoning', reason: 'All that was swapped changed.' } as const;

function part(accuracies: Record<string, number>, verdict: PromptsAnalysis['verdict']): PromptsAnalysis {
  const estimates = Object.entries(accuracies).map(
    ([name, mean]) =>
      [
        key(`accuracy.${name}`),
        { mean, low: mean - 0.01, high: mean + 0.01, prompts: 100, seeds: 1, bySeed: {} },
      ] as const,
  );
  const phrases = { plan: { verdict, reason: '', prompts: 100 } };
  return {
    verdict,
    reason: '',
    follows,
    prompts: 100,
    estimates: new ByEstimator(estimates),
    absent: new ByEstimator(),
    bySeed: {},
    agreement: { verdict, count: 1, of: 1, low: 0.025, high: 1 },
    phrases,
  };
}

test('own reasoning is compared with the removal that costs least', () => {
  expect(
    headlineFigures(part({ own: 0.95, frozen: 0.98, now: 0.1, cut0: 0.9, filler: 0.4 }, 'vestigial'), 0.1),
  ).toBe(
    'its most probable answer is right 98.0% of the time after its own reasoning (97.0% to 99.0%), 90.0% with its reasoning left empty (89.0% to 91.0%); guessing gives 10.0%.',
  );
  expect(headlineFigures(part({ frozen: 0.98, now: 0.5, cut0: 0.5 }, 'load-bearing'), 0.5)).toMatch(
    /50\.0% when told to answer at once/,
  );
  expect(headlineFigures(part({ frozen: 0.98 }, 'undecided'), 0.5)).toBe(
    'accuracy was not measured on enough prompts.',
  );
});

test('a policy without accuracy to lose is told from one whose training failed', () => {
  const run = (leftChance: boolean) => ({ steps: 10, solved: true, leftChance });
  expect(verdictWords('not trained', {})).toEqual({
    name: 'not trained (no accuracy to lose)',
    aside: 'no accuracy to lose',
    meaning:
      'It is not clearly right more often than by guessing: there is no accuracy to lose without its reasoning.',
  });
  expect(verdictWords('not trained', { 0: run(true) }).name).toBe('not trained (no accuracy to lose)');
  expect(verdictWords('not trained', { 0: run(true), 1: run(false) })).toEqual({
    name: 'not trained',
    meaning: 'There is no trained policy to judge.',
  });
  expect(verdictWords('vestigial', {}).name).toBe('vestigial');
});

test('types of phrases are judged only where there is something to judge', () => {
  expect(phraseSentence(part({ own: 0.98 }, 'vestigial'))).toBe('By type of phrase: plan vestigial.');
  expect(phraseSentence(part({ own: 0.1 }, 'not trained'))).toBeUndefined();
});

test('where it does not answer without its reasoning, the sentence says so', () => {
  const { estimates, ...rest } = part({ frozen: 0.98, cut0: 0.9 }, 'vestigial');
  const mass = { ...estimates.get(key('accuracy.cut0'))!, mean: 0.15 };
  const silent = new ByEstimator([...estimates, [key('mass.cut0'), mass]]);
  expect(headlineFigures({ ...rest, estimates: silent }, 0.5)).toMatch(
    /90\.0% with its reasoning left empty \(.*\); guessing gives 50\.0%\. With its reasoning left empty it does not answer: the possible answers have 15\.0% of its probability\.$/,
  );
});

test('seeds that disagree are each named, with what the count is compatible with', () => {
  const judged = (verdict: PromptsAnalysis['verdict']) => ({ verdict, reason: '', follows });
  const disagreeing: PromptsAnalysis = {
    ...part({}, 'undecided'),
    bySeed: { 0: judged('vestigial'), 1: judged('vestigial'), 2: judged('load-bearing') },
    agreement: { verdict: 'vestigial', count: 2, of: 3, low: 0.094, high: 0.992 },
  };
  expect(seedsSentence(disagreeing, { seeds: [0, 1, 2], leftOut: [] })).toBe(
    'Judged one by one: vestigial in 2 of 3 seeds (0, 1), load-bearing in seed 2; interval of the share of seeds: 9.4% to 99.2%.',
  );
  expect(seedsSentence(disagreeing, { seeds: [0], leftOut: [] })).toBeUndefined();
});

test('what a verdict means says where a part differs: kinds of prompts, or types of phrases', () => {
  const phrase = (verdict: PromptsAnalysis['verdict']) => ({ verdict, reason: '', prompts: 100 });
  const meaning = (fields: Partial<ConditionAnalysis>) =>
    meaningSentence({
      ...part({}, 'load-bearing'),
      training: {},
      groups: {},
      ...fields,
    } as ConditionAnalysis);
  const lost = 'Its accuracy is lost however the reasoning is taken away.';
  expect(meaning({ phrases: { hop: phrase('load-bearing') } })).toBe(lost);
  expect(
    meaning({
      phrases: { beyond: phrase('vestigial'), filler: phrase('vestigial'), hop: phrase('load-bearing') },
    }),
  ).toBe(`${lost} Of its phrases it needs hop, and not beyond or filler.`);
  const groups = { hinted: part({}, 'vestigial'), unhinted: part({}, 'load-bearing') };
  expect(meaning({ verdict: 'undecided', groups })).toBe(
    'Its prompts differ: vestigial where hinted, load-bearing where unhinted.',
  );
  expect(meaning({ verdict: 'undecided', groups: { a: groups.hinted, b: groups.hinted } })).toBe(
    'There is not enough to tell.',
  );
});

test('what the answers follow is said in a sentence, and what decided it in another', () => {
  expect(followsLine(part({}, 'harmful'))).toBe('What it follows: reasoning. All that was swapped changed.');
  expect(followedWords('both')).toMatch(/follows now the one and now the other\.$/);
  expect(verdictWords('harmful', {}).meaning).toBe('It is right more often without its reasoning.');
});
