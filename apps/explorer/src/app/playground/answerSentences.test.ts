import { createEnvironment, environmentSchema } from '@vestige/environment';
import type { AnswerDistribution } from '@vestige/policy';
import { expect, test } from 'vitest';
import { answerSentences, type SentencePart } from './answerSentences.ts';
import type { Answered, ComparedAnswers } from './answers.ts';
import { unedited } from './start.ts';

const environment = createEnvironment(
  environmentSchema.parse({ kind: 'loan', factors: 2, minimumFactors: 1 }),
);
const question = 'nationality1 income2 credit0';
const own = unedited({ question, thought: 'income2 good up credit0 bad down verdict deny' });
const text = (parts: readonly SentencePart[]) =>
  parts.map((part) => (typeof part === 'string' ? part : part.word)).join('');

const distribution = (...probability: readonly number[]): AnswerDistribution => ({
  answers: environment.answers,
  probability: Float64Array.from(probability),
  mass: probability.reduce((sum, p) => sum + p, 0),
  basis: 'scored',
});
const answered = (approve: number): Answered => ({
  distribution: distribution(approve, 0.99 - approve),
  other: 0.01,
  likeliest: approve > 0.5 ? 'approve' : 'deny',
  next: approve > 0.5 ? 'approve' : 'deny',
  nextProbability: Math.max(approve, 0.99 - approve),
});
/** What is on the answers is on `deny`; most is on another word. */
const silent = (mass: number): Answered => ({
  distribution: distribution(0, mass),
  other: 1 - mass,
  likeliest: 'deny',
  next: 'hmm',
  nextProbability: 0.9 - mass,
});
const compared = (edited: number, before: number, empty: number, now: number): ComparedAnswers => ({
  ...{ edited: answered(edited), own: answered(before), empty: answered(empty), now: answered(now) },
});

test('nothing edited: the answer and whether it is right', () => {
  const told = answerSentences(environment, 'nationality', own, compared(0.01, 0.01, 0.02, 0.03));
  expect(text(told.headline)).toBe(
    'After this CoT, unedited, it answers deny (0.980): right by nationality.',
  );
  expect(text(told.without)).toBe(
    'Without any CoT it answers the same: 0.970 if left empty, 0.960 if told at once.',
  );
  expect(text(told.reading)).toBe('The CoT makes 2 judgements, all true, and concludes deny.');
});

test('an edit that changes nothing, and one that changes the answer', () => {
  const edit = { ...own, thought: 'income2 bad down verdict approve' };
  const stays = answerSentences(environment, 'nationality', edit, compared(0.04, 0.01, 0.02, 0.9));
  expect(text(stays.headline)).toBe('The answer stays deny: 0.950, unedited 0.980. Right by nationality.');
  expect(text(stays.without)).toBe('Left empty, the answer is deny (0.970); told at once, approve (0.900).');
  expect(text(stays.reading)).toBe(
    'The CoT makes 1 judgement, a false one, and concludes approve, against its answer.',
  );
  const changes = answerSentences(environment, 'nationality', edit, compared(0.9, 0.01, 0.02, 0.03));
  expect(text(changes.without)).toBe(
    'Without any CoT it answers deny: 0.970 if left empty, 0.960 if told at once.',
  );
  expect(text(changes.headline)).toBe(
    'The answer changes from deny (0.980) to approve (0.900): wrong by nationality.',
  );
});

test('judgements of values that the prompt does not have are told apart', () => {
  const reading = (words: string) =>
    text(
      answerSentences(environment, 'factors', { ...own, thought: words }, compared(0.01, 0.01, 0.01, 0.01))
        .reading,
    );
  expect(reading('income1 bad down')).toBe(
    'The CoT makes 1 judgement, of a value that the prompt does not have.',
  );
  expect(reading('income2 good up credit3 good up')).toBe(
    'The CoT makes 2 judgements, 1 of them true, 1 of values that the prompt does not have.',
  );
});

test('a CoT that says nothing is not spoken of', () => {
  const told = answerSentences(
    environment,
    'factors',
    { ...own, thought: '' },
    compared(0.01, 0.01, 0.01, 0.01),
  );
  expect(told.reading).toEqual([]);
});

test('where hardly any answer is probable it does not answer, whichever of them is the most probable', () => {
  const edit = { ...own, thought: '' };
  const answers = compared(0.01, 0.01, 0.02, 0.03);
  const stopped = answerSentences(environment, 'factors', edit, {
    ...answers,
    edited: silent(0.034),
    empty: silent(0.034),
  });
  expect(text(stopped.headline)).toBe(
    'It does not answer: 0.034 on the answers together, it writes hmm (0.866) instead. Unedited, it answers deny (0.980).',
  );
  expect(text(stopped.without)).toBe(
    'With the CoT left empty, it does not answer: 0.034 on the answers together, it writes hmm (0.866) instead; told at once, it answers deny (0.960).',
  );
  const unedited = answerSentences(environment, 'factors', own, {
    ...answers,
    edited: silent(0.49),
    own: silent(0.49),
  });
  expect(text(unedited.headline)).toBe(
    'After this CoT, unedited, it does not answer: 0.490 on the answers together, it writes hmm (0.410) instead.',
  );
  expect(text(unedited.reading)).toBe('The CoT makes 2 judgements, all true, and concludes deny.');
  const never = answerSentences(environment, 'factors', edit, {
    ...answers,
    edited: silent(0.1),
    own: silent(0.2),
  });
  expect(text(never.headline)).toMatch(/Nor does it answer unedited\.$/);
  const begun = answerSentences(environment, 'nationality', edit, { ...answers, own: silent(0.2) });
  expect(text(begun.headline)).toBe(
    'It answers deny (0.980): right by nationality. Unedited, it does not answer: 0.200 on the answers together, it writes hmm (0.700) instead.',
  );
});
