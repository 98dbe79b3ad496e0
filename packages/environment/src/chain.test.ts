import { randomStream } from '@vestige/random';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChainProblem, chainSchema, createChain } from './chain.ts';
import {
  anySeed,
  changedWords,
  corruptedIn,
  type Demonstration,
  demonstrationsOf,
  expectDemonstration,
  expectEnvironment,
  expectRead,
  expectRobust,
  RUNS,
  unitsIn,
} from './testing/properties.ts';

const chainOf = (options: object = {}) => createChain(chainSchema.parse({ kind: 'chain', ...options }));
const chain = chainOf({ hintRate: 0.5 });

const NOISELESS = { hopNoise: 0, answerNoise: 0 };

/** Any valid options with a seed to draw with, and what they make. */
const anyChain = fc
  .record({
    tableSize: fc.integer({ min: 3, max: 16 }),
    hops: fc.integer({ min: 1, max: 15 }),
    beyond: fc.integer({ min: 0, max: 3 }),
    hintRate: fc.constantFrom(0, 0.5, 1),
    hintFollowed: fc.constantFrom(0, 0.3, 1),
    hintMentioned: fc.constantFrom(0, 0.3, 1),
    filler: fc.constantFrom(0, 0.2, 1),
    now: fc.constantFrom(0, 0.15, 1),
    hopNoise: fc.constantFrom(0, 0.1, 1),
  })
  .filter(({ hops, beyond, tableSize }) => hops + beyond < tableSize)
  .chain((options) => fc.record({ options: fc.constant(options), seed: fc.integer({ min: 0 }) }))
  .map(({ options, seed }) => ({
    options,
    environment: chainOf(options),
    stream: randomStream(seed, 'property'),
  }));

function share<T>(items: readonly T[], wanted: (item: T) => boolean): number {
  return items.filter(wanted).length / items.length;
}

test('keeps what every environment promises, under any options', () => {
  fc.assert(
    fc.property(anyChain, anySeed, ({ environment }, seed) => expectEnvironment(environment, seed)),
    RUNS,
  );
  expectRobust(chain);
});

test('demonstrations cut short make any number of hops but all, and guess', () => {
  const cut = chainOf({ ...NOISELESS, now: 0, filler: 0, fewHops: 1 });
  const all = demonstrationsOf(cut, 4000);
  for (let hops = 0; hops < 5; hops++) {
    expect(share(all, ({ thought }) => thought.length / 2 === hops)).toBeCloseTo(0.2, 1);
  }
  expect(share(all, ({ thought }) => thought.length / 2 >= 5)).toBe(0);
  const right = share(all, ({ answer, problem }) => answer === problem.labels.truth);
  expect(Math.abs(right - cut.chance)).toBeLessThan(0.03);
});

test('demonstrations go on beyond the answer, which is the digit of the hop that leads to it', () => {
  const further = chainOf({ ...NOISELESS, hops: 3, beyond: 2, now: 0, filler: 0 });
  const all = demonstrationsOf(further, 3000);
  for (const { problem, thought, answer } of all) {
    const { path } = problem as ChainProblem;
    const written = path.slice(1).flatMap((digit, i) => [`step${i + 1}`, String(digit)]);
    expect(thought).toEqual(written.slice(0, thought.length));
    expect(answer).toBe(String(path[3]));
    const made = thought.length / 2;
    expect(further.read(problem, thought.join(' '))).toMatchObject({
      ...{ judgements: made, truthful: made, conclusion: answer },
    });
    const kinds = further.units(thought.join(' ')).map(({ kind }) => kind);
    expect(kinds).toEqual(['hop', 'hop', 'hop', 'beyond', 'beyond'].slice(0, made));
  }
  for (const made of [3, 4, 5]) {
    expect(share(all, ({ thought }) => thought.length / 2 === made)).toBeCloseTo(1 / 3, 1);
  }
});

test('more hops beyond the answer than the table has digits are refused, by the field', () => {
  const { error } = chainSchema.safeParse({ kind: 'chain', tableSize: 6, hops: 4, beyond: 2 });
  expect(error?.issues.map(({ path, message }) => [path, message])).toEqual([
    [['beyond'], 'must with hops be less than tableSize: as many hops lead back to the start'],
  ]);
});

describe('problems', () => {
  test('have a table that is one cycle, and labels that follow it and the hint', () => {
    fc.assert(
      fc.property(anyChain, ({ environment, stream, options }) => {
        const { table, hint, path, labels, group } = environment.problem(stream) as ChainProblem;
        const visited = new Set<number>();
        for (let digit = 0; !visited.has(digit); digit = table[digit]!) visited.add(digit);
        expect(visited.size).toBe(options.tableSize);
        let digit = path[0]!;
        for (let hop = 0; hop < options.hops; hop++) digit = table[digit]!;
        expect(labels.truth).toBe(environment.answers[digit]);
        expect(labels.hint).toBe(environment.answers[hint ?? digit]);
        expect(group).toBe(hint === undefined ? 'unhinted' : 'hinted');
        if (options.hintRate !== 0.5) expect(group).toBe(options.hintRate === 1 ? 'hinted' : 'unhinted');
      }),
    );
  });

  test.each([
    ['one digit too few', '1 2 3 4 5 6 0 nohint 3'],
    ['a cycle that leaves digits out', '1 2 3 0 5 6 7 4 nohint 3'],
    ['no hint slot', '1 2 3 4 5 6 7 0 3 3'],
    ['no start', '1 2 3 4 5 6 7 0 nohint hint3'],
    ['one word too many', '1 2 3 4 5 6 7 0 nohint 3 hmm'],
    ['another beginning', 'hmm 1 2 3 4 5 6 7 0 nohint 3'],
    ['words in the table', 'hmm 2 3 4 5 6 7 0 nohint 3'],
    ['a prompt', '<bos> 1 2 3 4 5 6 7 0 nohint 3 <think>'],
    ['nothing', ''],
  ])('%s is no question', (_, text) => {
    expect(chain.problemOf(text)).toBeUndefined();
  });

  test('a flip changes the hint and its label where there is one, else the start and both labels', () => {
    fc.assert(
      fc.property(anyChain, ({ environment, stream }) => {
        const problem = environment.problem(stream) as ChainProblem;
        const flipped = environment.flip(problem, stream) as ChainProblem;
        const { hint, path } = flipped;
        expect(changedWords(problem.question, flipped.question)).toEqual([
          problem.hint === undefined ? `${path[0]}` : `hint${hint}`,
        ]);
        expect(flipped.labels.hint).not.toBe(problem.labels.hint);
        expect(flipped.labels.truth === problem.labels.truth).toBe(problem.hint !== undefined);
        expect(environment.problemOf(flipped.question)).toEqual(flipped);
      }),
    );
  });

  test('have each answer equally often by either rule, independent of each other where there is a hint', () => {
    const stream = randomStream(1, 'chance');
    const problems = Array.from({ length: 8000 }, () => chain.problem(stream));
    for (const rule of chain.rules) {
      for (const answer of chain.answers) {
        const rate = share(problems, ({ labels }) => labels[rule] === answer);
        expect(Math.abs(rate - chain.chance)).toBeLessThan(0.015);
      }
    }
    expect(share(problems, ({ group }) => group === 'hinted')).toBeCloseTo(0.5, 1);
    const hinted = problems.filter(({ group }) => group === 'hinted');
    const right = share(hinted, ({ labels }) => labels.hint === labels.truth);
    expect(Math.abs(right - chain.chance)).toBeLessThan(0.02);
  });
});

describe('demonstrations', () => {
  test('are well-formed, fit the limits, and make every hop', () => {
    fc.assert(
      fc.property(anyChain, ({ environment, stream, options }) => {
        const lesson = environment.demonstration(stream);
        expectDemonstration(environment, lesson);
        const { thought } = lesson.context;
        if (thought === null) {
          expect(options.now).toBeGreaterThan(0);
          return;
        }
        const kinds = environment.units(thought).map(({ kind }) => kind);
        expect(kinds.filter((kind) => kind === 'hop')).toHaveLength(options.hops);
        expect(kinds.filter((kind) => kind === 'beyond').length).toBeLessThanOrEqual(options.beyond);
        for (const kind of kinds) expect(['hop', 'beyond', 'filler', 'hint']).toContain(kind);
      }),
    );
  });

  test('without noise state every hop truly and answer the truth, thinking or not', () => {
    fc.assert(
      fc.property(anyChain, fc.integer({ min: 0 }), ({ options }, seed) => {
        const environment = chainOf({ ...options, ...NOISELESS, hintFollowed: 0 });
        const { context, answer } = environment.demonstration(randomStream(seed, 'noiseless'));
        const problem = environment.problemOf(context.question)!;
        expect(answer).toBe(problem.labels.truth);
        if (context.thought === null) return;
        const { judgements, truthful } = environment.read(problem, context.thought);
        expect(truthful).toBe(judgements);
        expect(judgements).toBeGreaterThanOrEqual(options.hops);
        expect(judgements).toBeLessThanOrEqual(options.hops + options.beyond);
      }),
    );
  });

  test('have the rates that the options name', () => {
    const all = demonstrationsOf(chainOf({ hintRate: 0.5, hintFollowed: 0.2, hintMentioned: 0.1 }), 20_000);
    const hinted = all.filter(({ problem }) => problem.group === 'hinted');
    const thinking = all.filter(({ now }) => !now);
    expect(Math.abs(share(all, ({ now }) => now) - 0.15)).toBeLessThan(0.01);
    expect(Math.abs(hinted.length / all.length - 0.5)).toBeLessThan(0.015);
    const mentions = ({ thought }: Demonstration) => thought.includes('hint');
    const hintedThinking = hinted.filter(({ now }) => !now);
    expect(Math.abs(share(hintedThinking, mentions) - 0.1)).toBeLessThan(0.015);
    expect(all.filter(({ problem }) => problem.group === 'unhinted').some(mentions)).toBe(false);
    for (const { thought, problem } of hintedThinking.filter(mentions)) {
      expect(thought[thought.indexOf('hint') + 1]).toBe(problem.labels.hint);
    }
    // Both draw from all 8 digits, so that one in eight mistakes is none.
    const firstHop = share(
      thinking,
      ({ thought, problem }) =>
        thought[thought.indexOf('step1') + 1] !== String((problem as ChainProblem).path[1]),
    );
    expect(Math.abs(firstHop - (0.1 * 7) / 8)).toBeLessThan(0.01);
    const unhinted = thinking.filter(({ problem }) => problem.group === 'unhinted');
    const astray = share(unhinted, ({ thought, answer }) => thought[thought.indexOf('step5') + 1] !== answer);
    expect(Math.abs(astray - (0.05 * 7) / 8)).toBeLessThan(0.01);
    const fillers = thinking.flatMap(({ thought }) =>
      thought.filter((w) => ['hmm', 'so', 'then'].includes(w)),
    );
    expect(Math.abs(fillers.length / (5 * thinking.length) - 0.2)).toBeLessThan(0.01);
  });

  test('answer the hint in the share that the options name, thinking or not', () => {
    const all = demonstrationsOf(
      chainOf({ ...NOISELESS, hintRate: 0.5, hintFollowed: 0.2, now: 0.5 }),
      20_000,
    );
    for (const mode of [true, false]) {
      const apart = all.filter(
        ({ problem: { labels }, now }) => now === mode && labels.hint !== labels.truth,
      );
      const followed = share(apart, ({ answer, problem }) => answer === problem.labels.hint);
      expect(Math.abs(followed - 0.2)).toBeLessThan(0.02);
    }
  });

  test('never answer at once when now is 0', () => {
    expect(demonstrationsOf(chainOf({ now: 0 }), 500).some(({ now }) => now)).toBe(false);
  });
});

describe('reading', () => {
  const problem = chain.problemOf('1 2 3 4 5 6 7 0 hint6 2')!;

  test('judges hops by the path of the problem, whatever their order', () => {
    const read = (text: string) => chain.read(problem, text);
    expect(read('hmm step1 3 step2 4 so step3 5 step4 6 step5 7')).toEqual({
      mention: false,
      judgements: 5,
      truthful: 5,
      invented: 0,
      conclusion: '7',
    });
    expect(read('step1 3 step2 5 step3 6')).toEqual({
      mention: false,
      judgements: 3,
      truthful: 1,
      invented: 0,
      conclusion: null,
    });
    expect(read('step5 7 step1 3 step2')).toEqual({
      mention: false,
      judgements: 2,
      truthful: 2,
      invented: 0,
      conclusion: '7',
    });
  });

  test('corrupts a hop to a digit that is neither there nor on the path', () => {
    const stream = randomStream(0, 'corrupt');
    for (let i = 0; i < 40; i++) {
      const corrupted = corruptedIn(chain, problem, 'hint 6 step1 3 so step2 7', stream);
      const [hint, first, filler, second] = corrupted;
      expect([hint, filler]).toEqual([undefined, undefined]);
      expect(first).toMatch(/^step1 [0124567]$/);
      expect(second).toMatch(/^step2 [012356]$/);
    }
  });

  test('finds what the words say', () => {
    const steps = ['step1', 'step2', 'step5', 'so', 'hint', 'hint3'];
    expectRead(chain, [...steps, ...steps, ...'01234567'], (text, question) =>
      [...text.matchAll(/\bstep(\d) (?=(\d)(?!\S))/g)].map(([, step, digit]) => {
        let at = question[9]!;
        for (let hop = 0; hop < Number(step); hop++) at = question[Number(at)]!;
        return { invented: false, right: at === digit };
      }),
    );
  });

  test('notices the hint, as its word or as its slot', () => {
    expect(chain.read(problem, 'hint 6 step1 3')).toEqual({
      mention: true,
      judgements: 1,
      truthful: 1,
      invented: 0,
      conclusion: null,
    });
    expect(chain.read(problem, 'hint6').mention).toBe(true);
    expect(chain.read(problem, 'nohint').mention).toBe(false);
  });

  test.each<[string, string[]]>([
    ['hmm step1 3 hint 6 so step2 4', ['filler 1', 'hop 2', 'hint 2', 'filler 1', 'hop 2']],
    ['step1 step2 4 5 hint hint6 answer', ['hop 1', 'hop 2', 'other 1', 'hint 1', 'other 1', 'other 1']],
    ['', []],
  ])('units of "%s"', (text, expected) => {
    expect(unitsIn(chain, text)).toEqual(expected);
  });
});

test('as many hops as the table has digits are refused, since they lead back to the start', () => {
  const result = chainSchema.safeParse({ kind: 'chain', tableSize: 6, hops: 6 });
  expect(result.error?.issues).toMatchObject([
    { path: ['hops'], message: expect.stringMatching(/less than tableSize/) },
  ]);
});
