import * as tf from '@tensorflow/tfjs-core';
import { createEnvironment, environmentSchema } from '@vestige/environment';
import { Transformer, useBackend } from '@vestige/model';
import { conforms } from '@vestige/policy/testing';
import { randomStream } from '@vestige/random';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pretrainingSchema } from './options.ts';
import { pretrain } from './pretrain.ts';
import { transformerPolicy } from './transformerPolicy.ts';

const environment = createEnvironment(environmentSchema.parse({ kind: 'loan', factors: 3 }));
const { format, maxTokens, answers } = environment;
let model: Transformer;

beforeAll(async () => {
  await useBackend();
  const shape = { width: 16, layers: 1, heads: 2, contextLength: 40 };
  model = Transformer.random(shape, environment.vocabulary.length, randomStream(0, 'model'));
  const options = pretrainingSchema.parse({ steps: 120, batch: 64, learningRate: 0.01, warmup: 5 });
  for (const _ of pretrain(model, environment, options, 0));
});

afterAll(() => model.dispose());

conforms('a transformer', () => {
  const stream = randomStream(0, 'questions');
  const questions = Array.from({ length: 8 }, () => environment.problem(stream).question);
  return {
    policy: transformerPolicy(model, format),
    questions,
    candidates: answers,
    maxTokens,
    beginning: 'hmm income3 good',
    word: 'verdict',
  };
});

test('nothing is left of a copy that is trained further, even if it is given up', async () => {
  const { question } = environment.problem(randomStream(1));
  const lessons = async function* () {
    for (;;) yield [{ context: { question, thought: '' }, answer: 'deny' }];
  };
  const before = tf.memory().numTensors;
  let steps = 0;
  for await (const _ of transformerPolicy(model, format).finetune!(lessons(), { learningRate: 0.001 })) {
    if (++steps === 2) break;
  }
  expect(tf.memory().numTensors).toBe(before);
});
