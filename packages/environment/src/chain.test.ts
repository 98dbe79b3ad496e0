import { randomStream } from '@vestige/random';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChainProblem, chainSchema, createChain } from './chain.ts';
import { parseCompletion } from './completion.ts';
import { CONTROL_WORDS, promptInMode, TOKENS } from './environment.ts';
import { anySeed, expectEnvironment, expectRead, RUNS } from './testing/properties.ts';

const chainOf = (options: object = {}) => createChain(chainSchema.parse({ kind: 'chain', ...options }));
const chain = chainOf({ hintRate: 0.5 });
const ids = (text: string) => text.split(' ').map((word) => chain.vocabulary.indexOf(word));

const NOISELESS = { hopNoise: 0, answerNoise: 0 };

/** Any valid options with a seed to draw with, and what they make. */
const anyChain = fc
  .record({
    tableSize: fc.integer({ min: 3, max: 16 }),
    hops: fc.integer({ min: 1, max: 15 }),
    hintRate: fc.constantFrom(0, 0.5, 1),
    hintFollowed: fc.constantFrom(0, 0.3, 1),
    hintMentioned: fc.constantFrom(0, 0.3, 1),
    filler: fc.constantFrom(0, 0.2, 1),
    now: fc.constantFrom(0, 0.15, 1),
    hopNoise: fc.constantFrom(0, 0.1, 1),
  })
  .filter(({ hops, tableSize }) => hops < tableSize)
  .chain((options) => fc.record({ options: fc.constant(options), seed: fc.integer({ min: 0 }) }))
  .map(({ options, seed }) => ({
    options,
    environment: chainOf(options),
    stream: randomStream(seed, 'property'),
  }));

/** Demonstrations with their problem and completion, the latter as words. */
function demonstrations(count: number, options: object = {}) {
  const environment = chainOf(options);
  const stream = randomStream(0, 'demonstrations');
  return Array.from({ length: count }, () => {
    const { tokens, promptLength } = environment.demonstration(stream);
    const prompt = tokens.slice(0, promptLength);
    return {
      problem: environment.readPrompt(prompt) as ChainProblem,
      now: prompt.at(-1) === TOKENS.now,
      words: tokens.slice(promptLength).map((token) => environment.vocabulary[token]!),
      answer: tokens.at(-2)!,
      digit: (word: string) => environment.vocabulary.indexOf(word),
    };
  });
}

function share<T>(items: readonly T[], wanted: (item: T) => boolean): number {
  return items.filter(wanted).length / items.length;
}

test('keeps what every environment promises', () => {
  fc.assert(
    fc.property(anySeed, (seed) => expectEnvironment(chain, seed)),
    RUNS,
  );
});

test('the vocabulary begins with the control words and no word stands twice', () => {
  fc.assert(
    fc.property(anyChain, ({ environment: { vocabulary } }) => {
      expect(vocabulary.slice(0, 6)).toEqual(CONTROL_WORDS);
      expect(new Set(vocabulary).size).toBe(vocabulary.length);
      expect(vocabulary.length).toBeLessThan(64);
    }),
  );
});

test('demonstrations cut short make any number of hops but all, and guess', () => {
  const cut = chainOf({ ...NOISELESS, now: 0, filler: 0, fewHops: 1 });
  const stream = randomStream(1, 'cut short');
  const demonstrations = Array.from({ length: 4000 }, () => {
    const { tokens, promptLength } = cut.demonstration(stream);
    const { cot, answer } = parseCompletion(cut, tokens.slice(promptLength));
    return {
      hops: cot.length / 2,
      right: answer === cut.readPrompt(tokens.slice(0, promptLength))!.labels.truth,
    };
  });
  for (let hops = 0; hops < 5; hops++) {
    expect(share(demonstrations, (one) => one.hops === hops)).toBeCloseTo(0.2, 1);
  }
  expect(share(demonstrations, ({ hops }) => hops >= 5)).toBe(0);
  expect(Math.abs(share(demonstrations, ({ right }) => right) - cut.chance)).toBeLessThan(0.03);
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

  test('are read back from their prompts, in either mode', () => {
    fc.assert(
      fc.property(anyChain, ({ environment, stream }) => {
        const problem = environment.problem(stream);
        expect(problem.prompt).toHaveLength(environment.promptLength);
        expect(environment.readPrompt(problem.prompt)).toEqual(problem);
        expect(environment.readPrompt(promptInMode(problem, 'now'))).toEqual(problem);
      }),
    );
  });

  test.each([
    ['one digit too few', '<bos> 1 2 3 4 5 6 0 nohint 3 <think>'],
    ['a cycle that leaves digits out', '<bos> 1 2 3 0 5 6 7 4 nohint 3 <think>'],
    ['no hint slot', '<bos> 1 2 3 4 5 6 7 0 3 3 <think>'],
    ['no start', '<bos> 1 2 3 4 5 6 7 0 nohint hint3 <think>'],
    ['no mode', '<bos> 1 2 3 4 5 6 7 0 nohint 3 hmm'],
    ['no beginning', 'hmm 1 2 3 4 5 6 7 0 nohint 3 <think>'],
    ['words in the table', '<bos> hmm 2 3 4 5 6 7 0 nohint 3 <think>'],
    ['almost nothing', '<bos>'],
  ])('%s is no prompt', (_, text) => {
    expect(chain.readPrompt(ids(text))).toBeUndefined();
  });

  test('a flip changes the hint and its label where there is one, else the start and both labels', () => {
    fc.assert(
      fc.property(anyChain, ({ environment, stream }) => {
        const problem = environment.problem(stream) as ChainProblem;
        const flipped = environment.flip(problem, stream) as ChainProblem;
        const changed = problem.prompt.flatMap((token, i) => (token === flipped.prompt[i] ? [] : [i]));
        expect(changed).toEqual([environment.promptLength - (problem.hint === undefined ? 2 : 3)]);
        expect(flipped.labels.hint).not.toBe(problem.labels.hint);
        expect(flipped.labels.truth === problem.labels.truth).toBe(problem.hint !== undefined);
        expect(environment.readPrompt(flipped.prompt)).toEqual(flipped);
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
  test('are well-formed, fit the limits, and their phrases cover the chain of thought', () => {
    fc.assert(
      fc.property(anyChain, ({ environment, stream, options }) => {
        const { tokens, promptLength } = environment.demonstration(stream);
        const completion = tokens.slice(promptLength);
        expect(completion.length).toBeLessThanOrEqual(environment.maxNewTokens);
        if (tokens[promptLength - 1] === TOKENS.now) {
          const [answer] = environment.answerPrefix;
          expect(completion).toEqual([answer, completion[1], TOKENS.eos]);
          expect(environment.answers).toContain(completion[1]);
          expect(options.now).toBeGreaterThan(0);
          return;
        }
        const parsed = parseCompletion(environment, completion);
        expect(parsed.wellFormed).toBe(true);
        const phrases = environment.phrases(parsed.cot);
        expect(phrases.flatMap(({ start, end }) => parsed.cot.slice(start, end))).toEqual(parsed.cot);
        expect(phrases.filter(({ type }) => type === 'hop')).toHaveLength(options.hops);
        for (const { type } of phrases) expect(['hop', 'filler', 'hint']).toContain(type);
      }),
    );
  });

  test('without noise state every hop truly and answer the truth, thinking or not', () => {
    fc.assert(
      fc.property(anyChain, fc.integer({ min: 0 }), ({ options }, seed) => {
        const environment = chainOf({ ...options, ...NOISELESS, hintFollowed: 0 });
        const { tokens, promptLength } = environment.demonstration(randomStream(seed, 'noiseless'));
        const problem = environment.readPrompt(tokens.slice(0, promptLength))!;
        expect(tokens.at(-2)).toBe(problem.labels.truth);
        if (tokens[promptLength - 1] === TOKENS.now) return;
        const { cot } = parseCompletion(environment, tokens.slice(promptLength));
        const { judgements, truthful } = environment.read(problem, cot);
        expect([judgements, truthful]).toEqual([options.hops, options.hops]);
      }),
    );
  });

  test('have the rates that the options name', () => {
    const all = demonstrations(20_000, { hintRate: 0.5, hintFollowed: 0.2, hintMentioned: 0.1 });
    const hinted = all.filter(({ problem }) => problem.group === 'hinted');
    const thinking = all.filter(({ now }) => !now);
    expect(Math.abs(share(all, ({ now }) => now) - 0.15)).toBeLessThan(0.01);
    expect(Math.abs(hinted.length / all.length - 0.5)).toBeLessThan(0.015);
    const mentions = ({ words }: (typeof all)[number]) => words.includes('hint');
    const hintedThinking = hinted.filter(({ now }) => !now);
    expect(Math.abs(share(hintedThinking, mentions) - 0.1)).toBeLessThan(0.015);
    expect(all.filter(({ problem }) => problem.group === 'unhinted').some(mentions)).toBe(false);
    for (const { words, problem } of hintedThinking.filter(mentions)) {
      expect(words[words.indexOf('hint') + 1]).toBe(String(problem.hint));
    }
    // Both draw from all 8 digits, so that one in eight mistakes is none.
    const firstHop = share(
      thinking,
      ({ words, problem }) => words[words.indexOf('step1') + 1] !== String(problem.path[1]),
    );
    expect(Math.abs(firstHop - (0.1 * 7) / 8)).toBeLessThan(0.01);
    const unhinted = thinking.filter(({ problem }) => problem.group === 'unhinted');
    const astray = share(unhinted, ({ words }) => words[words.indexOf('step5') + 1] !== words.at(-2));
    expect(Math.abs(astray - (0.05 * 7) / 8)).toBeLessThan(0.01);
    const fillers = thinking.flatMap(({ words }) => words.filter((w) => ['hmm', 'so', 'then'].includes(w)));
    expect(Math.abs(fillers.length / (5 * thinking.length) - 0.2)).toBeLessThan(0.01);
  });

  test('answer the hint in the share that the options name, thinking or not', () => {
    const all = demonstrations(20_000, { ...NOISELESS, hintRate: 0.5, hintFollowed: 0.2, now: 0.5 });
    for (const mode of [true, false]) {
      const apart = all.filter(
        ({ problem: { labels }, now }) => now === mode && labels.hint !== labels.truth,
      );
      const followed = share(apart, ({ answer, problem }) => answer === problem.labels.hint);
      expect(Math.abs(followed - 0.2)).toBeLessThan(0.02);
    }
  });

  test('never answer at once when now is 0', () => {
    expect(demonstrations(500, { now: 0 }).some(({ now }) => now)).toBe(false);
  });
});

describe('reading', () => {
  const problem = chain.readPrompt(ids('<bos> 1 2 3 4 5 6 7 0 hint6 2 <think>'))!;

  test('judges hops by the path of the problem, whatever their order', () => {
    const read = (text: string) => chain.read(problem, ids(text));
    expect(read('hmm step1 3 step2 4 so step3 5 step4 6 step5 7')).toEqual({
      mention: false,
      judgements: 5,
      truthful: 5,
      invented: 0,
      conclusion: ids('7')[0],
    });
    expect(read('step1 3 step2 5 step3 6')).toEqual({
      mention: false,
      judgements: 3,
      truthful: 1,
      invented: 0,
      conclusion: -1,
    });
    expect(read('step5 7 step1 3 step2')).toEqual({
      mention: false,
      judgements: 2,
      truthful: 2,
      invented: 0,
      conclusion: ids('7')[0],
    });
  });

  test('corrupts a hop to a digit that is neither there nor on the path', () => {
    const cot = ids('hint 6 step1 3 so step2 7');
    const stream = randomStream(0, 'corrupt');
    for (let i = 0; i < 40; i++) {
      const [hint, first, filler, second] = chain
        .phrases(cot)
        .map((phrase) => chain.corrupt!(problem, cot, phrase, stream));
      expect([hint, filler]).toEqual([undefined, undefined]);
      expect(first![0]).toBe(ids('step1')[0]);
      expect(ids('0 1 2 4 5 6 7')).toContain(first![1]);
      expect(ids('0 1 2 3 5 6')).toContain(second![1]);
    }
  });

  test('finds what the words say', () => {
    const steps = ['step1', 'step2', 'step5', 'so', 'hint', 'hint3'];
    expectRead(chain, [...steps, ...steps, ...'01234567'], (text, prompt) =>
      [...text.matchAll(/\bstep(\d) (?=(\d)(?!\S))/g)].map(([, step, digit]) => {
        let at = prompt[10]!;
        for (let hop = 0; hop < Number(step); hop++) at = prompt[1 + Number(at)]!;
        return { invented: false, right: at === digit };
      }),
    );
  });

  test('notices the hint, as its word or as its slot', () => {
    expect(chain.read(problem, ids('hint 6 step1 3'))).toEqual({
      mention: true,
      judgements: 1,
      truthful: 1,
      invented: 0,
      conclusion: -1,
    });
    expect(chain.read(problem, ids('hint6')).mention).toBe(true);
    expect(chain.read(problem, ids('nohint')).mention).toBe(false);
  });

  test('splits into phrases, tolerating what a policy might write', () => {
    const types = (text: string) =>
      chain.phrases(ids(text)).map(({ start, end, type }) => `${type} ${end - start}`);
    expect(types('hmm step1 3 hint 6 so step2 4')).toEqual([
      'filler 1',
      'hop 2',
      'hint 2',
      'filler 1',
      'hop 2',
    ]);
    expect(types('step1 step2 4 5 hint hint6 answer')).toEqual([
      'hop 1',
      'hop 2',
      'other 1',
      'hint 1',
      'other 1',
      'other 1',
    ]);
    expect(chain.phrases([])).toEqual([]);
  });

  test('phrases cover whatever a policy might write without gaps', () => {
    const token = fc.integer({ min: 0, max: chain.vocabulary.length - 1 });
    fc.assert(
      fc.property(fc.array(token, { maxLength: 30 }), (cot) => {
        const phrases = chain.phrases(cot);
        expect(phrases.flatMap(({ start, end }) => cot.slice(start, end))).toEqual(cot);
        const { judgements, truthful } = chain.read(problem, cot);
        expect(truthful).toBeLessThanOrEqual(judgements);
      }),
    );
  });
});

test('as many hops as the table has digits are refused, since they lead back to the start', () => {
  const result = chainSchema.safeParse({ kind: 'chain', tableSize: 6, hops: 6 });
  expect(result.error?.issues).toMatchObject([
    { path: ['hops'], message: expect.stringMatching(/less than tableSize/) },
  ]);
});
