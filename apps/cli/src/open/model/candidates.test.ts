import { createEnvironment, environmentSchema } from '@vestige/environment';
import { createQuestions, parseQuestions, questionsFile } from '@vestige/questions';
import { questionsSchema } from '@vestige/questions/options';
import { randomStream } from '@vestige/random';
import { expect, test } from 'vitest';
import { candidatesOf } from './candidates.ts';

test('those of a question, flipped or not; of one that the file has not they are open', () => {
  const file = questionsFile([
    { question: 'Up?', answer: 'yes', choices: ['yes', 'no'], flipped: { question: 'Down?', answer: 'no' } },
    {
      question: 'Which?',
      answer: 'a',
      choices: ['a', 'b'],
      flipped: { question: 'Which not?', answer: 'b' },
    },
  ]);
  const options = questionsSchema.parse({ kind: 'questions', file: 'q.jsonl' });
  const task = createQuestions(options, parseQuestions(file, 'q.jsonl'));
  expect(candidatesOf(task, 'Up?')).toEqual(['yes', 'no']);
  expect(candidatesOf(task, 'Which not?')).toEqual(['a', 'b']);
  expect(candidatesOf(task, 'Sideways?')).toBeNull();
});

test('an environment of words has the same for all', () => {
  const task = createEnvironment(environmentSchema.parse({ kind: 'loan' }));
  const { question } = task.problem(randomStream(0, 'test'));
  expect(candidatesOf(task, question)).toEqual(['approve', 'deny']);
  expect(candidatesOf(task, 'income0')).toEqual(['approve', 'deny']);
});
