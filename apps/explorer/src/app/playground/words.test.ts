import { createEnvironment, environmentSchema } from '@vestige/environment';
import { randomStream } from '@vestige/random';
import { describe, expect, test } from 'vitest';
import { readCot, readQuestion, roomForCot } from './words.ts';

const environment = createEnvironment(
  environmentSchema.parse({ kind: 'loan', factors: 2, minimumFactors: 1 }),
);

describe('a chain of thought', () => {
  test('is read back from its words, however they are spaced; </think> may end it', () => {
    const thought = 'hmm income2 good up';
    expect(readCot(environment, thought, 64).value).toBe(thought);
    expect(readCot(environment, '  hmm income2\n good up </think> ', 64).value).toBe(thought);
    expect(readCot(environment, ' ', 64).value).toBe('');
  });

  test.each([
    ['hmm inc', /^“inc” is no word of this policy\.$/],
    ['</think> hmm', /^<\/think> stands inside the CoT/],
    ['hmm '.repeat(57), /^57 words are too many: this policy takes a CoT of at most 56\.$/],
  ])('%j is complained of', (text, complaint) => {
    const read = readCot(environment, text, 64);
    expect(read.value).toBeUndefined();
    expect(read.complaint).toMatch(complaint);
  });

  test('the longest leaves room for </think>, what precedes the answer, and the answer', () => {
    const room = roomForCot(environment, 64);
    const { question } = environment.problem(randomStream(0, 'room'));
    const longest = { question, thought: Array(room).fill('hmm').join(' ') };
    expect(environment.format.beforeAnswer(longest).length + 1).toBe(64);
  });
});

describe('a prompt', () => {
  test('is read, however its words are spaced', () => {
    const read = readQuestion(environment, ' nationality1  income2 credit0 ');
    expect(read.value).toBe('nationality1 income2 credit0');
  });

  test.each([
    ['nationality1 income2', /^A prompt has 3 words; these are 2\.$/],
    ['nationality1 credit0 income2', /no prompt of the environment/],
    ['nationality1 income2 hm', /“hm” is no word/],
  ])('%j is complained of', (text, complaint) => {
    expect(readQuestion(environment, text).complaint).toMatch(complaint);
  });
});
