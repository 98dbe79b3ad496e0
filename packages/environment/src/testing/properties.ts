// What the tests of the environments share.
// biome-ignore-all lint/correctness/noUndeclaredDependencies: the tools of tests belong to the workspace
import { CONTROL_WORDS, type Lesson, wordsOf } from '@vestige/policy';
import { randomStream } from '@vestige/random';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Environment } from '../environment.ts';
import type { Problem, Unit } from '../task.ts';

/** Few and always the same, so that a failure repeats. */
export const RUNS = { numRuns: 60, seed: 1 };
export const anySeed = fc.nat();
export const anyRate = fc.integer({ min: 0, max: 20 }).map((twentieths) => twentieths / 20);

/** What every environment promises, on problems and demonstrations drawn from one seed. */
export function expectEnvironment(environment: Environment, seed: number): void {
  const { vocabulary, words, format, answers, fillers, rules, alwaysPasses = [] } = environment;
  expect(vocabulary).toEqual([...CONTROL_WORDS, ...words]);
  expect(new Set(vocabulary).size).toBe(vocabulary.length);
  expect(vocabulary.length).toBeLessThan(64);
  for (const word of [...answers, ...fillers]) expect(words).toContain(word);
  for (const answer of alwaysPasses) expect(answers).toContain(answer);
  const stream = randomStream(seed, 'environment');
  for (let i = 0; i < 20; i++) {
    const problem = environment.problem(stream);
    expect(format.prompt(problem.question, 'think')).toHaveLength(environment.promptLength);
    expect(Object.keys(problem.labels).sort()).toEqual([...rules].sort());
    for (const rule of rules) expect(answers).toContain(problem.labels[rule]);
    expect(environment.candidates(problem)).toEqual(answers);
    expect(environment.problemOf(problem.question)).toEqual(problem);
    const flipped = environment.flip(problem, stream);
    expect(environment.problemOf(flipped.question)).toEqual(flipped);
    expectDemonstration(environment, environment.demonstration(stream));
  }
}

/** A demonstration is well-formed, and its thought says nothing that is not understood. */
export function expectDemonstration(environment: Environment, lesson: Lesson): void {
  const { format, answers } = environment;
  const { question, thought } = lesson.context;
  const problem = environment.problemOf(question)!;
  expect(problem).toBeDefined();
  const { prompt, completion } = format.lesson(lesson);
  expect(prompt).toHaveLength(environment.promptLength);
  expect(completion.length).toBeLessThanOrEqual(environment.maxTokens);
  const { cot, answer } = format.parse(completion, thought === null ? 'now' : 'think');
  expect(answer).toBe(lesson.answer);
  expect(format.text(cot)).toBe(thought ?? '');
  if (thought === null) return;
  for (const { kind } of expectCovered(environment, thought)) expect(kind).not.toBe('other');
  const { judgements, truthful, invented, conclusion } = environment.read(problem, thought);
  expect(truthful + invented).toBeLessThanOrEqual(judgements);
  expect([null, ...answers]).toContain(conclusion);
  expectCorrupted(environment, problem, thought);
  expectParaphrased(environment, problem, thought);
}

/** A corrupted judgement differs, is false, and is all that changed. */
function expectCorrupted(environment: Environment, problem: Problem, thought: string): void {
  const stream = randomStream(0, 'corrupt');
  for (const unit of environment.units(thought)) {
    const corrupted = environment.corrupt?.(problem, thought, unit, stream);
    if (corrupted === undefined) continue;
    const said = wordsOf(thought.slice(unit.start, unit.end));
    const words = wordsOf(corrupted);
    expect(words.length).toBeLessThanOrEqual(said.length);
    expect(words.slice(0, -1)).toEqual(said.slice(0, words.length - 1));
    expect(words.at(-1)).not.toBe(said[words.length - 1]);
    const before = environment.read(problem, thought.slice(0, unit.start).trimEnd());
    const after = environment.read(problem, thought.slice(0, unit.start) + corrupted);
    expect(after.judgements).toBe(before.judgements + 1);
    expect(after.truthful).toBe(before.truthful);
    expect(after.invented - before.invented).toBeOneOf([0, 1]);
  }
}

/** A paraphrase says the same, in other words. */
function expectParaphrased(environment: Environment, problem: Problem, thought: string): void {
  const paraphrased = environment.paraphrase?.(thought, randomStream(0, 'paraphrase'));
  if (paraphrased === undefined) return;
  expect(environment.length(paraphrased)).toBeLessThanOrEqual(environment.length(thought) + 1);
  if (thought !== '') expect(paraphrased).not.toBe(thought);
  expect(environment.read(problem, paraphrased)).toEqual(environment.read(problem, thought));
  const kinds = (text: string) =>
    environment.units(text).flatMap(({ kind }) => (kind === 'filler' ? [] : [kind]));
  expect(kinds(paraphrased)).toEqual(kinds(thought));
}

/** Units cover a thought, but for the space between two of them. */
function expectCovered(environment: Environment, thought: string): readonly Unit[] {
  const units = environment.units(thought);
  const said = units.map(({ start, end }) => thought.slice(start, end));
  expect(said.join(' ')).toBe(thought);
  expect(said).not.toContain('');
  let start = 0;
  const expected = said.map((text) => {
    const unit = { start, end: start + text.length, weight: environment.length(text) };
    start = unit.end + 1;
    return unit;
  });
  expect(units).toMatchObject(expected);
  return units;
}

/** Whatever a policy may write is covered and read, and what is no question is not read as one. */
export function expectRobust(environment: Environment): void {
  const anyWord = fc.constantFrom(...environment.vocabulary, 'xyzzy', 'constructor');
  fc.assert(
    fc.property(anySeed, fc.array(anyWord, { maxLength: 24 }), (seed, words) => {
      const thought = words.join(' ');
      expectCovered(environment, thought);
      const problem = environment.problem(randomStream(seed, 'robust'));
      const { judgements, truthful, invented } = environment.read(problem, thought);
      expect(truthful + invented).toBeLessThanOrEqual(judgements);
    }),
    { ...RUNS, numRuns: 300 },
  );
  fc.assert(
    fc.property(anySeed, fc.nat(), anyWord, (seed, place, word) => {
      const { question } = environment.problem(randomStream(seed, 'robust'));
      const words = wordsOf(question);
      const changed = words.with(place % words.length, word).join(' ');
      expect([undefined, changed]).toContain(environment.problemOf(changed)?.question);
      expect(environment.problemOf(words.slice(0, -1).join(' '))).toBeUndefined();
      expect(environment.problemOf(`${question} ${word}`)).toBeUndefined();
    }),
    RUNS,
  );
  expect(environment.problemOf('')).toBeUndefined();
}

/** The units of a thought: kind and length, such as `factor 3`. */
export function unitsIn(environment: Environment, thought: string): string[] {
  return environment.units(thought).map(({ kind, weight }) => `${kind} ${weight}`);
}

/** Each unit of a thought, corrupted. */
export function corruptedIn(
  environment: Environment,
  problem: Problem,
  thought: string,
  stream = randomStream(0, 'corrupt'),
): (string | undefined)[] {
  return environment.units(thought).map((unit) => environment.corrupt!(problem, thought, unit, stream));
}

/** The words of another question that differ from those of a question, place by place. */
export function changedWords(question: string, other: string): string[] {
  const words = wordsOf(question);
  return wordsOf(other).filter((word, i) => word !== words[i]);
}

/** What a text says of a question, judgement by judgement, as a test finds it in the words. */
export interface WordsRead {
  /** Whether the value judged is one that the question does not have. */
  readonly invented: boolean;
  /** Whether the judgement is right for the value written. */
  readonly right: boolean;
}

/**
 * Whatever words stand in a thought, `read` finds the judgements that an independent reading of the words does.
 *
 * @param words that make up the thoughts; besides those of the question, which are three in ten
 * @param judged reads a text and the words of its question
 */
export function expectRead(
  environment: Environment,
  words: readonly string[],
  judged: (text: string, question: readonly string[]) => readonly WordsRead[],
): void {
  const count = { truthful: 0, invented: 0, wrong: 0 };
  fc.assert(
    fc.property(anySeed, (seed) => {
      const stream = randomStream(seed, 'read');
      const problem = environment.problem(stream);
      const question = wordsOf(problem.question);
      const thought = Array.from({ length: 60 }, () =>
        stream.choice(stream.chance(0.3) ? question : words),
      ).join(' ');
      const found = judged(thought, question);
      const truthful = found.filter(({ invented, right }) => !invented && right).length;
      const invented = found.filter((judgement) => judgement.invented).length;
      expect(environment.read(problem, thought)).toMatchObject({
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

/** A demonstration, split into words. */
export interface Demonstration {
  readonly problem: Problem;
  readonly question: readonly string[];
  /** None if it was told to answer at once. */
  readonly thought: readonly string[];
  readonly answer: string;
  /** Whether it was told to answer at once. */
  readonly now: boolean;
}

export function demonstrationsOf(environment: Environment, count: number, seed = 0): Demonstration[] {
  const stream = randomStream(seed, 'demonstrations');
  return Array.from({ length: count }, () => {
    const { context, answer } = environment.demonstration(stream);
    return {
      problem: environment.problemOf(context.question)!,
      question: wordsOf(context.question),
      thought: wordsOf(context.thought ?? ''),
      answer,
      now: context.thought === null,
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
