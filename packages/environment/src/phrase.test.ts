import { randomStream } from '@vestige/random';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPhrase, type PhraseOptions, type PhraseProblem, phraseSchema } from './phrase.ts';
import {
  anyRate,
  anySeed,
  changedWords,
  corruptedIn,
  type Demonstration,
  demonstrationsOf,
  expectEnvironment,
  expectRate,
  expectRobust,
  RUNS,
  unitsIn,
} from './testing/properties.ts';

const phrase = createPhrase(phraseSchema.parse({ kind: 'phrase' }));
const problemOf = (seed: number) => phrase.problem(randomStream(seed, 'problem')) as PhraseProblem;

const LAYOUTS = ['after', 'before', 'confounded'] as const;
const anyLayout = fc.constantFrom(...LAYOUTS);
const anyOptions = fc
  .record({
    layout: anyLayout,
    rho: fc.integer({ min: -9, max: 9 }).map((tenths) => tenths / 10),
    confounding: fc.constantFrom(0.9, 1),
    answerNoise: anyRate,
    now: anyRate,
  })
  .map((options) => phraseSchema.parse({ kind: 'phrase', ...options }));

test('keeps what every environment promises, under any options', () => {
  fc.assert(
    fc.property(anyOptions, anySeed, (options, seed) => expectEnvironment(createPhrase(options), seed)),
    RUNS,
  );
  expectRobust(phrase);
});

test('a correlation that the confounder cannot bring about is an error', () => {
  const options = { kind: 'phrase', layout: 'confounded', rho: -0.8, confounding: 0.7 };
  expect(phraseSchema.safeParse(options).error?.issues[0]?.path).toEqual(['rho']);
  expect(phraseSchema.safeParse({ ...options, layout: 'after' }).success).toBe(true);
});

test('A is right on every prompt by the rule a, on half of them by the bit', () => {
  const problems = Array.from({ length: 4000 }, (_, seed) => problemOf(seed));
  for (const { bit, labels } of problems) {
    expect(labels).toEqual({ a: 'A', bit: bit === 1 ? 'A' : 'B' });
  }
  expectRate(problems, ({ labels }) => labels.bit === 'A', 0.5);
  expect(phrase.chance).toBe(1 / phrase.answers.length);
});

test('a flip changes the bit and its label, nothing else', () => {
  fc.assert(
    fc.property(anySeed, (seed) => {
      const problem = problemOf(seed);
      const flipped = phrase.flip(problem, randomStream(seed, 'flip')) as PhraseProblem;
      expect(flipped.bit).toBe(1 - problem.bit);
      expect(flipped.digits).toEqual(problem.digits);
      expect(flipped.labels.a).toBe(problem.labels.a);
      expect(flipped.labels.bit).not.toBe(problem.labels.bit);
      expect(changedWords(problem.question, flipped.question)).toEqual([`p${flipped.bit}`]);
    }),
    RUNS,
  );
});

const isF = (d: Demonstration) => d.thought.includes('F');
const isA = (d: Demonstration) => d.thought.includes('a');

describe.each(LAYOUTS)('demonstrations, layout %s', (layout) => {
  const options = (rho: number): PhraseOptions => phraseSchema.parse({ kind: 'phrase', layout, rho });

  test.each([-0.8, -0.4, 0, 0.4, 0.8])('rho %d: P(F|a) = 1/2 + rho/2, P(F|b) = 1/2 - rho/2', (rho) => {
    const all = demonstrationsOf(createPhrase(options(rho)), 20_000);
    expectRate(all, isA, 0.5);
    expectRate(all, isF, 0.5);
    expectRate(all.filter(isA), isF, 0.5 + rho / 2);
    expectRate(
      all.filter((d) => !isA(d)),
      isF,
      0.5 - rho / 2,
    );
    expectRate(all, (d) => (d.answer === 'A') === isA(d), 0.95);
  });

  test('the words stand in the order of the layout', () => {
    const order = layout === 'after' ? /^[ab] so [FG]$/ : /^[FG] so [ab]$/;
    for (const { thought } of demonstrationsOf(createPhrase(options(0.4)), 500))
      expect(thought.join(' ')).toMatch(order);
  });

  test(`the bit of the prompt is ${layout === 'confounded' ? 'their only link' : 'no matter'}`, () => {
    const rho = 0.6;
    const all = demonstrationsOf(createPhrase(options(rho)), 40_000);
    const drives = layout === 'confounded' ? 1 : 0;
    for (const [bit, sign] of [
      ['p1', 1],
      ['p0', -1],
    ] as const) {
      const some = all.filter(({ question }) => question[0] === bit);
      expectRate(some, isA, 0.5 + (drives * sign * 0.9) / 2);
      const f = 0.5 + (drives * sign * (rho / 0.9)) / 2;
      expectRate(some, isF, f);
      if (layout !== 'confounded') continue;
      expectRate(some.filter(isA), isF, f);
      expectRate(
        some.filter((d) => !isA(d)),
        isF,
        f,
      );
    }
  });
});

test('demonstrations that answer at once are as many as asked for, and answer both ways', () => {
  fc.assert(
    fc.property(anyRate, anySeed, (now, seed) => {
      const all = demonstrationsOf(createPhrase(phraseSchema.parse({ kind: 'phrase', now })), 2000, seed);
      expectRate(all, (d) => d.now, now);
      const atOnce = all.filter((d) => d.now);
      if (atOnce.length > 0) expectRate(atOnce, ({ answer }) => answer === 'A', 0.5);
    }),
    { ...RUNS, numRuns: 20 },
  );
});

test.each<[string, string[]]>([
  ['a so F', ['a 1', 'F 2']],
  ['G so b', ['G 1', 'b 2']],
  ['so so F F', ['filler 1', 'F 2', 'F 1']],
  ['so A p1', ['filler 1', 'other 1', 'other 1']],
  ['', []],
])('units of "%s"', (text, expected) => {
  expect(unitsIn(phrase, text)).toEqual(expected);
});

test('reading follows the phrase F and the strategy a', () => {
  const read = (text: string) => phrase.read(problemOf(0), text);
  expect(read('a so F')).toEqual({
    mention: true,
    judgements: 1,
    truthful: 1,
    invented: 0,
    conclusion: 'A',
  });
  expect(read('G so b')).toEqual({
    mention: false,
    judgements: 1,
    truthful: 0,
    invented: 0,
    conclusion: 'B',
  });
  expect(read('')).toEqual({ mention: false, judgements: 0, truthful: 0, invented: 0, conclusion: null });
});

test('corrupts the strategy a to b, and nothing else', () => {
  const corrupted = (text: string) => corruptedIn(phrase, problemOf(0), text);
  expect(corrupted('F so a')).toEqual([undefined, 'so b']);
  expect(corrupted('b so G')).toEqual([undefined, undefined]);
});
