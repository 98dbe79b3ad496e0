// What the tests of the environments share.
// biome-ignore-all lint/correctness/noUndeclaredDependencies: the tools of tests belong to the workspace
import { randomStream } from '@vestige/random';
import fc from 'fast-check';
import { expect } from 'vitest';
import { parseCompletion } from '../completion.ts';
import {
  CONTROL_WORDS,
  type Demonstration,
  type Environment,
  type Problem,
  promptInMode,
  TOKENS,
} from '../environment.ts';

/** Few and always the same, so that a failure repeats. */
export const RUNS = { numRuns: 60, seed: 1 };
export const anySeed = fc.nat();
export const anyRate = fc.integer({ min: 0, max: 20 }).map((twentieths) => twentieths / 20);
const anyToken = fc.nat(80);

/** What every environment promises, on problems and demonstrations drawn from one seed. */
export function expectEnvironment(environment: Environment, seed: number): void {
  const { vocabulary, promptLength, answers, fillers, rules, alwaysPasses = [] } = environment;
  expect(vocabulary.slice(0, CONTROL_WORDS.length)).toEqual(CONTROL_WORDS);
  expect(new Set(vocabulary).size).toBe(vocabulary.length);
  expect(vocabulary.length).toBeLessThan(64);
  for (const token of [...answers, ...fillers]) expect(vocabulary[token]).toBeDefined();
  for (const token of alwaysPasses) expect(answers).toContain(token);
  const stream = randomStream(seed, 'environment');
  for (let i = 0; i < 20; i++) {
    const problem = environment.problem(stream);
    expect(problem.prompt).toHaveLength(promptLength);
    expect(Object.keys(problem.labels).sort()).toEqual([...rules].sort());
    for (const rule of rules) expect(answers).toContain(problem.labels[rule]);
    expect(environment.readPrompt(problem.prompt)).toEqual(problem);
    expect(environment.readPrompt(promptInMode(problem, 'now'))).toEqual(problem);
    expect(environment.readPrompt(environment.flip(problem, stream).prompt)).toBeDefined();
    expectDemonstration(environment, environment.demonstration(stream));
  }
}

function expectDemonstration(environment: Environment, { tokens, promptLength }: Demonstration): void {
  expect(promptLength).toBe(environment.promptLength);
  const prompt = tokens.slice(0, promptLength);
  const problem = environment.readPrompt(prompt);
  expect(problem).toBeDefined();
  const completion = tokens.slice(promptLength);
  expect(completion.length).toBeLessThanOrEqual(environment.maxNewTokens);
  if (prompt.at(-1) === TOKENS.now) {
    expect(environment.answers).toContain(completion.at(-2));
    expect(completion).toEqual([...environment.answerPrefix, completion.at(-2), TOKENS.eos]);
    return;
  }
  const { cot, wellFormed } = parseCompletion(environment, completion);
  expect(wellFormed).toBe(true);
  for (const { type } of expectCovered(environment, cot)) expect(type).not.toBe('other');
  const { judgements, truthful, invented, conclusion } = environment.read(problem!, cot);
  expect(truthful + invented).toBeLessThanOrEqual(judgements);
  expect([-1, ...environment.answers]).toContain(conclusion);
  expectCorrupted(environment, problem!, cot);
  expectParaphrased(environment, problem!, cot);
}

/** A corrupted judgement differs, is false, and is all that changed. */
function expectCorrupted(environment: Environment, problem: Problem, cot: readonly number[]): void {
  const stream = randomStream(0, 'corrupt');
  for (const phrase of environment.phrases(cot)) {
    const corrupted = environment.corrupt?.(problem, cot, phrase, stream);
    if (corrupted === undefined) continue;
    const said = cot.slice(phrase.start, phrase.end);
    expect(corrupted.length).toBeLessThanOrEqual(said.length);
    expect(corrupted.slice(0, -1)).toEqual(said.slice(0, corrupted.length - 1));
    expect(corrupted.at(-1)).not.toBe(said[corrupted.length - 1]);
    const before = environment.read(problem, cot.slice(0, phrase.start));
    const after = environment.read(problem, [...cot.slice(0, phrase.start), ...corrupted]);
    expect(after.judgements).toBe(before.judgements + 1);
    expect(after.truthful).toBe(before.truthful);
    expect(after.invented - before.invented).toBeOneOf([0, 1]);
  }
}

/** A paraphrase says the same, in other words. */
function expectParaphrased(environment: Environment, problem: Problem, cot: readonly number[]): void {
  const paraphrased = environment.paraphrase?.(cot, randomStream(0, 'paraphrase'));
  if (paraphrased === undefined) return;
  expect(paraphrased.length).toBeLessThanOrEqual(cot.length + 1);
  if (cot.length > 0) expect(paraphrased).not.toEqual(cot);
  expect(environment.read(problem, paraphrased)).toEqual(environment.read(problem, cot));
  const types = (tokens: readonly number[]) =>
    environment.phrases(tokens).flatMap(({ type }) => (type === 'filler' ? [] : [type]));
  expect(types(paraphrased)).toEqual(types(cot));
}

function expectCovered(environment: Environment, cot: readonly number[]) {
  const phrases = environment.phrases(cot);
  expect(phrases.flatMap(({ start, end }) => cot.slice(start, end))).toEqual(cot);
  for (const [i, { start, end }] of phrases.entries()) {
    expect(start).toBe(phrases[i - 1]?.end ?? 0);
    expect(end).toBeGreaterThan(start);
  }
  return phrases;
}

/** Phrases cover whatever a policy may write, and what is no prompt is not read as one. */
export function expectRobust(environment: Environment): void {
  fc.assert(
    fc.property(fc.array(anyToken, { maxLength: 24 }), (tokens) => {
      expectCovered(environment, tokens);
    }),
    { ...RUNS, numRuns: 300 },
  );
  fc.assert(
    fc.property(anySeed, fc.nat(environment.promptLength - 1), anyToken, (seed, at, token) => {
      const { prompt } = environment.problem(randomStream(seed, 'robust'));
      const changed = prompt.with(at, token);
      const read = environment.readPrompt(changed);
      if (read) expect(read.prompt.slice(0, -1)).toEqual(changed.slice(0, -1));
      expect(environment.readPrompt(prompt.slice(0, -1))).toBeUndefined();
      expect(environment.readPrompt([...prompt, TOKENS.think])).toBeUndefined();
    }),
    RUNS,
  );
}

/** What a text says of a prompt, judgement by judgement, as a test finds it in the words. */
export interface WordsRead {
  /** Whether the value judged is one that the prompt does not have. */
  readonly invented: boolean;
  /** Whether the judgement is right for the value written. */
  readonly right: boolean;
}

/**
 * Whatever words stand in a chain of thought, `read` finds the judgements that an independent reading of the words does.
 *
 * @param words that make up the chains of thought; besides those of the prompt, which are three in ten
 * @param judged reads a text and the words of its prompt
 */
export function expectRead(
  environment: Environment,
  words: readonly string[],
  judged: (text: string, prompt: readonly string[]) => readonly WordsRead[],
): void {
  const id = (word: string) => environment.vocabulary.indexOf(word);
  const count = { truthful: 0, invented: 0, wrong: 0 };
  fc.assert(
    fc.property(anySeed, (seed) => {
      const stream = randomStream(seed, 'read');
      const problem = environment.problem(stream);
      const prompt = problem.prompt.map((token) => environment.vocabulary[token]!);
      const written = Array.from({ length: 60 }, () =>
        stream.chance(0.3) ? stream.choice(prompt.slice(1, -1)) : stream.choice(words),
      );
      const found = judged(written.join(' '), prompt);
      const truthful = found.filter(({ invented, right }) => !invented && right).length;
      const invented = found.filter((judgement) => judgement.invented).length;
      expect(environment.read(problem, written.map(id))).toMatchObject({
        ...{ judgements: found.length, truthful, invented },
      });
      count.truthful += truthful;
      count.invented += invented;
      count.wrong += found.length - truthful - invented;
    }),
    { ...RUNS, numRuns: 200 },
  );
  // Else nothing was tested.
  expect(Math.min(count.truthful, count.wrong)).toBeGreaterThan(20);
}

/** A demonstration in words. */
export interface SpokenDemonstration {
  readonly prompt: readonly string[];
  readonly cot: readonly string[];
  readonly answer: string;
  /** Whether it was told to answer at once. */
  readonly now: boolean;
}

export function demonstrationsOf(environment: Environment, count: number, seed = 0): SpokenDemonstration[] {
  const stream = randomStream(seed, 'demonstrations');
  return Array.from({ length: count }, () => {
    const { tokens, promptLength } = environment.demonstration(stream);
    const words = tokens.map((id) => environment.vocabulary[id]!);
    const now = tokens[promptLength - 1] === TOKENS.now;
    const end = now ? promptLength : words.indexOf('</think>');
    return {
      prompt: words.slice(0, promptLength),
      cot: words.slice(promptLength, end),
      answer: words.at(-2)!,
      now,
    };
  });
}

/**
 * Fails unless the share of `among` that is `wanted` is the expected one, within four standard errors (and half
 * an item, for shares of 0 and 1).
 */
export function expectRate<T>(among: readonly T[], wanted: (item: T) => boolean, expected: number): void {
  const rate = among.filter(wanted).length / among.length;
  const error = Math.sqrt((expected * (1 - expected)) / among.length);
  expect(Math.abs(rate - expected)).toBeLessThanOrEqual(4 * error + 0.5 / among.length);
}
