import { createEnvironment, environmentSchema } from '@vestige/environment';
import { expect, test } from 'vitest';
import type { Answered, Contrast } from './answers.ts';
import { type Piece, tell } from './sentence.ts';
import { unedited } from './start.ts';
import { readCot, readPrompt } from './words.ts';

const environment = createEnvironment(
  environmentSchema.parse({ kind: 'loan', factors: 2, minimumFactors: 1 }),
);
const prompt = readPrompt(environment, 'nationality1 income2 credit0').value!;
const cotOf = (text: string) => readCot(environment, text, 64).value!;
const own = unedited(prompt, cotOf('income2 good up credit0 bad down verdict deny'));
const text = (pieces: readonly Piece[]) =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : piece.word)).join('');

const answered = (approve: number): Answered => ({
  probabilities: [approve, 0.99 - approve],
  other: 0.01,
  likeliest: approve > 0.5 ? 0 : 1,
  next: environment.answers[approve > 0.5 ? 0 : 1]!,
  nextProbability: Math.max(approve, 0.99 - approve),
});
/** What is on the answers is on `deny`; most is on another word. */
const silent = (mass: number): Answered => ({
  probabilities: [0, mass],
  other: 1 - mass,
  likeliest: 1,
  next: environment.vocabulary.indexOf('hmm'),
  nextProbability: 0.9 - mass,
});
const contrast = (edited: number, before: number, empty: number, now: number): Contrast => ({
  ...{ edited: answered(edited), own: answered(before), empty: answered(empty), now: answered(now) },
});

test('nothing edited: the answer and whether it is right', () => {
  const told = tell(environment, 'nationality', own, contrast(0.01, 0.01, 0.02, 0.03));
  expect(text(told.headline)).toBe(
    'After this CoT, unedited, it answers deny (0.980): right by nationality.',
  );
  expect(text(told.without)).toBe(
    'Without any CoT it answers the same: 0.970 if left empty, 0.960 if told at once.',
  );
  expect(text(told.reading)).toBe('The CoT makes 2 judgements, all true, and concludes deny.');
});

test('an edit that changes nothing, and one that changes the answer', () => {
  const edit = { ...own, cot: cotOf('income2 bad down verdict approve') };
  const stays = tell(environment, 'nationality', edit, contrast(0.04, 0.01, 0.02, 0.9));
  expect(text(stays.headline)).toBe('The answer stays deny: 0.950, unedited 0.980. Right by nationality.');
  expect(text(stays.without)).toBe('Left empty, the answer is deny (0.970); told at once, approve (0.900).');
  expect(text(stays.reading)).toBe(
    'The CoT makes 1 judgement, a false one, and concludes approve, against its answer.',
  );
  const changes = tell(environment, 'nationality', edit, contrast(0.9, 0.01, 0.02, 0.03));
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
      tell(environment, 'factors', { ...own, cot: cotOf(words) }, contrast(0.01, 0.01, 0.01, 0.01)).reading,
    );
  expect(reading('income1 bad down')).toBe(
    'The CoT makes 1 judgement, of a value that the prompt does not have.',
  );
  expect(reading('income2 good up credit3 good up')).toBe(
    'The CoT makes 2 judgements, 1 of them true, 1 of values that the prompt does not have.',
  );
});

test('a CoT that says nothing is not spoken of', () => {
  const told = tell(environment, 'factors', { ...own, cot: [] }, contrast(0.01, 0.01, 0.01, 0.01));
  expect(told.reading).toEqual([]);
});

test('where hardly any answer is probable it does not answer, whichever of them is the most probable', () => {
  const edit = { ...own, cot: [] };
  const answers = contrast(0.01, 0.01, 0.02, 0.03);
  const stopped = tell(environment, 'factors', edit, {
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
  const unedited = tell(environment, 'factors', own, { ...answers, edited: silent(0.49), own: silent(0.49) });
  expect(text(unedited.headline)).toBe(
    'After this CoT, unedited, it does not answer: 0.490 on the answers together, it writes hmm (0.410) instead.',
  );
  expect(text(unedited.reading)).toBe('The CoT makes 2 judgements, all true, and concludes deny.');
  const never = tell(environment, 'factors', edit, { ...answers, edited: silent(0.1), own: silent(0.2) });
  expect(text(never.headline)).toMatch(/Nor does it answer unedited\.$/);
  const begun = tell(environment, 'nationality', edit, { ...answers, own: silent(0.2) });
  expect(text(begun.headline)).toBe(
    'It answers deny (0.980): right by nationality. Unedited, it does not answer: 0.200 on the answers together, it writes hmm (0.700) instead.',
  );
});
