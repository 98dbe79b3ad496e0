import { randomStream } from '@vestige/random';
import { expect, test } from 'vitest';
import { createQuestions } from '../createQuestions.ts';
import type { QuestionLine } from '../line.ts';
import { mistaken } from '../mistakes.ts';
import { questionsSchema } from '../options.ts';
import { parseQuestions } from '../parseQuestions.ts';
import { type GeneratorKind, generateQuestions, generators, questionsFile } from './index.ts';

/** The right answer under each rule, as a reader of the question finds it. */
type Solver = (question: string) => Readonly<Record<string, string>>;

const number = (text: string) => Number(text.replaceAll(',', ''));

function solveLoan(question: string) {
  const [income, expenses] = [...question.replace(/\$5,000/g, '').matchAll(/\$([\d,]+)/g)].map((found) =>
    number(found[1]!),
  );
  const answer = (approve: boolean) => (approve ? 'approve' : 'deny');
  return { nationality: answer(question.includes('Canadian')), income: answer(income! > expenses!) };
}

function solveStory(question: string): number {
  return question.split(/[.?]/).reduce((value, sentence) => {
    const [by = 0] = sentence.match(/\d+/g)?.map(Number) ?? [];
    if (sentence.includes(' has ')) return by;
    if (sentence.includes(' gets ')) return value + by;
    if (sentence.includes(' gives away ')) return value - by;
    return sentence.includes(' trades ') ? value * by : value;
  }, 0);
}

function solveHint(question: string) {
  const options = [...question.matchAll(/^([A-F])\) (\d+)$/gm)];
  const [story = ''] = question.split('\n');
  const right = options
    .filter(([, , value]) => Number(value) === solveStory(story))
    .map(([, letter]) => letter);
  expect(right).toHaveLength(1);
  return { truth: right[0]!, hint: /\(([A-F])\)/.exec(question)?.[1] ?? right[0]! };
}

function solveTable(question: string) {
  const mentors = new Map(
    [...question.matchAll(/(\w+)'s mentor is (\w+)\./g)].map(([, name, mentor]) => [name!, mentor!]),
  );
  const [, times, start] = /(\d+) times, starting from (\w+)/.exec(question) ?? [];
  let name = start ?? /mentor of (\w+)\?/.exec(question)![1]!;
  for (let i = 0; i < Number(times ?? 1); i++) name = mentors.get(name)!;
  return { answer: name };
}

function solveCoin(question: string) {
  const heads =
    question.includes('with heads up') !== (question.split('turns the coin over').length % 2 === 0);
  return { answer: heads ? 'heads' : 'tails' };
}

const SOLVERS: Readonly<Record<GeneratorKind, Solver>> = {
  loan: solveLoan,
  hint: solveHint,
  arithmetic: (question) => ({ answer: `${solveStory(question)}` }),
  table: solveTable,
  coin: solveCoin,
};

const KINDS = Object.keys(generators) as GeneratorKind[];
/** For each kind, as it comes, at its easiest, and hard. */
const SETTINGS: Readonly<Record<GeneratorKind, readonly Readonly<Record<string, unknown>>[]>> = {
  loan: [{}, { spread: 20_000 }, { spread: 10 }],
  hint: [{}, { depth: 1, largest: 5, choices: 2, right: 1 }, { depth: 12, choices: 6, hinted: 1, right: 0 }],
  arithmetic: [{}, { depth: 1, largest: 9 }, { from: 8, depth: 12, largest: 1000 }],
  table: [{}, { depth: 1, rows: 3 }, { from: 12, depth: 12, rows: 20 }],
  coin: [{}, { depth: 0, count: 40 }, { from: 12, depth: 12 }],
};

function labels({ answer }: Pick<QuestionLine, 'answer'>) {
  return typeof answer === 'object' ? answer : { answer: `${answer}` };
}

const CASES = KINDS.flatMap((kind) => SETTINGS[kind].map((options) => [kind, options] as const));

test.each(CASES)('%s %j: labels are right, choices hold them, flips flip', (kind, given) => {
  const { flips } = generators[kind];
  for (const seed of [0, 1, 2]) {
    const lines = generateQuestions(kind, { count: 80, seed, ...given });
    expect(new Set(lines.map(({ question }) => question)).size).toBe((given.count as number) ?? 80);
    for (const line of lines) {
      expect(labels(line)).toEqual(SOLVERS[kind](line.question));
      expect(labels(line.flipped!)).toEqual(SOLVERS[kind](line.flipped!.question));
      for (const label of Object.values(labels(line))) expect(line.choices ?? [label]).toContain(label);
      const changed = Object.entries(labels(line)).filter(
        ([rule, label]) => labels(line.flipped!)[rule] !== label,
      );
      const expected = {
        loan: ['nationality'],
        hint: line.group === 'hinted' ? ['hint'] : ['truth', 'hint'],
      };
      expect(changed.map(([rule]) => rule)).toEqual(expected[kind as 'loan'] ?? ['answer']);
      expect(line.question).not.toMatch(/undefined|NaN|\ba [aeiou]/);
    }
    const questions = parseQuestions(questionsFile(lines), kind);
    const task = createQuestions(questionsSchema.parse({ kind: 'questions', flips }), questions);
    expect(task.flip).toBeDefined();
  }
});

test.each(CASES)('%s %j: a mistake is false, and stands where the right statement would', (kind, given) => {
  for (const { question, mistakes = [] } of generateQuestions(kind, { count: 20, ...given })) {
    for (const mistake of mistakes) {
      expect(mistaken(`So ${mistake.right}.`, [mistake])).toBe(`So ${mistake.wrong}`);
      expect([question, mistaken(question, [mistake])]).toEqual([
        question,
        expectedIn(kind, question, mistake),
      ]);
      const [, first, sign, second, result] =
        /^([\d,]+) ([-+×]) \$?([\d,]+) = (-?\$?[\d,]+)$/.exec(mistake.right) ?? [];
      if (first === undefined) continue;
      const [a, b] = [number(first), number(second!)];
      expect(number(result!.replace('$', ''))).toBe(sign === '+' ? a + b : sign === '-' ? a - b : a * b);
    }
  }
});

/** The table tells its rows; nothing else tells what a mistake is about. */
function expectedIn(
  kind: GeneratorKind,
  question: string,
  { right, wrong }: { right: string; wrong: string },
) {
  const told = kind === 'table' && right.includes('mentor');
  return told ? question.slice(0, question.indexOf(`${right}.`)) + wrong : undefined;
}

test.each(KINDS)('%s: the same seed gives the same questions, and more begin with fewer', (kind) => {
  const lines = generateQuestions(kind, { count: 30, seed: 5 });
  expect(generateQuestions(kind, { count: 30, seed: 5 })).toEqual(lines);
  expect(generateQuestions(kind, { count: 50, seed: 5 }).slice(0, 30)).toEqual(lines);
  expect(generateQuestions(kind, { count: 30, seed: 6 })).not.toEqual(lines);
});

test('labels are balanced, under each rule and within each group', () => {
  const countsOf = (kind: GeneratorKind, key: (line: QuestionLine) => string) =>
    [...Map.groupBy(generateQuestions(kind, { count: 240 }), key).values()].map(({ length }) => length);
  expect(countsOf('loan', (line) => JSON.stringify(line.answer))).toEqual([60, 60, 60, 60]);
  expect(countsOf('hint', (line) => `${line.group} ${labels(line).truth}`)).toEqual(Array(8).fill(30));
  expect(countsOf('coin', (line) => `${line.group} ${line.answer}`)).toEqual(Array(8).fill(30));
  expect(countsOf('arithmetic', ({ group }) => group!)).toEqual(Array(4).fill(60));
  const place = ({ group, answer, choices }: QuestionLine) =>
    `${group} ${choices!.indexOf(answer as string)}`;
  expect(countsOf('table', place)).toEqual(Array(24).fill(10));
});

test('hints are as often right as they are said to be', () => {
  const shareRight = (right: number) => {
    const hinted = generateQuestions('hint', { count: 1000, right }).filter(
      ({ group }) => group === 'hinted',
    );
    return hinted.filter((line) => labels(line).truth === labels(line).hint).length / hinted.length;
  };
  expect([shareRight(0), shareRight(1)]).toEqual([0, 1]);
  expect(shareRight(0.25)).toBeCloseTo(0.25, 1);
});

test('questions of a generator are a task whose mistakes are found in what a thought says', () => {
  const [line] = generateQuestions('arithmetic', { count: 1, from: 3, depth: 3 });
  const questions = parseQuestions(questionsFile([line!]), 'q.jsonl');
  const task = createQuestions(questionsSchema.parse({ kind: 'questions' }), questions);
  const problem = task.problem(randomStream(0));
  const thought = line!.mistakes!.map(({ right }) => `So ${right.replace('×', '*')}.`).join(' ');
  const corrupted = task.units(thought).map((unit) => task.corrupt!(problem, thought, unit, randomStream(0)));
  expect(corrupted).toEqual(line!.mistakes!.map(({ wrong }) => `So ${wrong}`));
});

test('what cannot be made is refused with the option and what is expected', () => {
  const refused = (kind: GeneratorKind, options: Readonly<Record<string, unknown>>) => () =>
    generateQuestions(kind, options);
  expect(refused('coin', { from: 3, depth: 2 })).toThrow('coin: field from: expected depth at most');
  expect(refused('table', { depth: 6 })).toThrow('table: field rows: expected more than depth');
  expect(refused('loan', { dept: 2 })).toThrow('loan: field dept: there is no such option');
  expect(refused('loan', { count: 0 })).toThrow('loan: field count: ');
  expect(refused('coin', { depth: 0, count: 200 })).toThrow(
    /^coin: field count: 80 different questions were found/,
  );
});

test('every option has a default and a description', () => {
  for (const { schema, told, flips } of Object.values(generators)) {
    expect(schema.safeParse({}).success).toBe(true);
    expect([told, flips]).not.toContain('');
    for (const option of Object.values(schema.shape)) expect(option.description).toBeTruthy();
  }
});
