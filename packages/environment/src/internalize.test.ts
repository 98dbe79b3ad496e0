import { randomStream } from '@vestige/random';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createInternalize,
  type InternalizeOptions,
  type InternalizeProblem,
  internalizeSchema,
} from './internalize.ts';
import {
  anyRate,
  anySeed,
  changedWords,
  corruptedIn,
  type Demonstration,
  demonstrationsOf,
  expectEnvironment,
  expectRate,
  expectRead,
  expectRobust,
  RUNS,
  unitsIn,
} from './testing/properties.ts';

const internalize = createInternalize(internalizeSchema.parse({ kind: 'internalize' }));
const problemOf = (seed: number) => internalize.problem(randomStream(seed, 'problem')) as InternalizeProblem;

const anyOptions = fc
  .record({ check: anyRate, verdictRight: anyRate, verdictFollowed: anyRate, filler: anyRate, now: anyRate })
  .map((options) => internalizeSchema.parse({ kind: 'internalize', ...options }));

test('keeps what every environment promises, under any options', () => {
  fc.assert(
    fc.property(anyOptions, anySeed, (options, seed) => expectEnvironment(createInternalize(options), seed)),
    RUNS,
  );
  expectRobust(internalize);
});

test('four of eight codes are approved, so that guessing is right half of the time', () => {
  const problems = Array.from({ length: 4000 }, (_, seed) => problemOf(seed));
  for (const { code, labels } of problems) {
    expect(labels.code).toBe(/[0236]$/.test(code) ? 'approve' : 'deny');
  }
  expectRate(problems, ({ labels }) => labels.code === 'approve', 0.5);
  expect(internalize.chance).toBe(0.5);
});

test('a flip changes the code and the label, nothing else', () => {
  fc.assert(
    fc.property(anySeed, (seed) => {
      const problem = problemOf(seed);
      const flipped = internalize.flip(problem, randomStream(seed, 'flip')) as InternalizeProblem;
      expect(flipped.labels.code).not.toBe(problem.labels.code);
      expect(flipped.digits).toEqual(problem.digits);
      expect(changedWords(problem.question, flipped.question)).toEqual([flipped.code]);
      expect(flipped).toEqual(internalize.problemOf(flipped.question));
    }),
    RUNS,
  );
});

const labelOf = ({ problem }: Demonstration) => problem.labels.code!;
const checks = (d: Demonstration) => d.thought.includes('check');
const verdict = (d: Demonstration) => (d.thought.at(-1) === 'yes' ? 'approve' : 'deny');
const right = (d: Demonstration) => d.answer === labelOf(d);

function expectRates(all: readonly Demonstration[], o: InternalizeOptions) {
  const thinking = all.filter((d) => !d.now);
  const checked = thinking.filter(checks);
  const guessed = all.filter((d) => !checks(d));
  expectRate(all, (d) => d.now, o.now);
  if (thinking.length > 0) {
    expectRate(thinking, checks, o.check);
    expectRate(thinking, (d) => d.thought[0] === 'um', o.filler);
  }
  if (checked.length > 0) {
    expectRate(checked, (d) => verdict(d) === labelOf(d), o.verdictRight);
    expectRate(checked, (d) => d.answer === verdict(d), o.verdictFollowed);
    const both = o.verdictRight * o.verdictFollowed + (1 - o.verdictRight) * (1 - o.verdictFollowed);
    expectRate(checked, right, both);
  }
  if (guessed.length > 0) expectRate(guessed, right, 0.5);
}

describe('demonstrations', () => {
  test('have the default rates: 85 % check, right in 75 %, followed in 95 %', () => {
    const options = internalizeSchema.parse({ kind: 'internalize' });
    expect(options).toMatchObject({ check: 0.85, verdictRight: 0.75, verdictFollowed: 0.95, now: 0 });
    expectRates(demonstrationsOf(internalize, 40_000), options);
  });

  test('have any other rates they are asked for', () => {
    fc.assert(
      fc.property(anyOptions, anySeed, (options, seed) => {
        expectRates(demonstrationsOf(createInternalize(options), 3000, seed), options);
      }),
      { ...RUNS, numRuns: 10 },
    );
  });

  test('check the code of the prompt', () => {
    for (const d of demonstrationsOf(internalize, 500).filter(checks)) {
      expect(d.thought.join(' ')).toMatch(new RegExp(`^(um )?check ${d.question[0]} means (yes|no)$`));
    }
  });
});

test.each<[string, string[]]>([
  ['um check code3 means yes', ['filler 1', 'check 4']],
  ['check check code3 yes means', ['check 1', 'check 3', 'other 1']],
  ['', []],
])('units of "%s"', (text, expected) => {
  expect(unitsIn(internalize, text)).toEqual(expected);
});

test('reading notices the code and judges the verdict by the code of the prompt', () => {
  const problem = internalize.problemOf('code3 1 2 3')!;
  const read = (text: string) => internalize.read(problem, text);
  expect(read('um check code3 means yes')).toEqual({
    mention: true,
    judgements: 1,
    truthful: 1,
    invented: 0,
    conclusion: 'approve',
  });
  expect(read('check code3 means no')).toMatchObject({ judgements: 1, truthful: 0, invented: 0 });
  expect(read('check means yes')).toMatchObject({ judgements: 1, truthful: 1, invented: 0 });
  // Code 2 is approved, as code 3 is: the verdict fits both, and is not of this prompt.
  expect(read('check code2 means yes')).toMatchObject({ judgements: 1, truthful: 0, invented: 1 });
  expect(read('check code1 means no')).toEqual({
    mention: true,
    judgements: 1,
    truthful: 0,
    invented: 1,
    conclusion: 'deny',
  });
  expect(read('um')).toEqual({ mention: false, judgements: 0, truthful: 0, invented: 0, conclusion: null });
});

test('reading finds what the words say', () => {
  const said = [
    'means',
    'means',
    'means',
    'yes',
    'yes',
    'no',
    'no',
    'check',
    'um',
    'code0',
    'code1',
    'code6',
  ];
  expectRead(internalize, said, (text, question) =>
    [...text.matchAll(/(?<=(\S*) ?)\bmeans (yes|no)\b/g)].map(([, before, verdict]) => ({
      invented: before!.startsWith('code') && before !== question[0],
      right: ['code0', 'code2', 'code3', 'code6'].includes(question[0]!) === (verdict === 'yes'),
    })),
  );
});

test('corrupts a right verdict only', () => {
  const problem = internalize.problemOf('code3 1 2 3')!;
  const corrupted = (text: string) => corruptedIn(internalize, problem, text);
  expect(corrupted('um check code3 means yes')).toEqual([undefined, 'check code3 means no']);
  expect(corrupted('check code3 means no')).toEqual([undefined]);
  expect(corrupted('check code3')).toEqual([undefined]);
});
