import { writeFileSync } from 'node:fs';
import { modelSchema, saveCheckpoint, Transformer, Vocabulary } from '@vestige/model';
import { TOKENS } from '@vestige/policy';
import { randomStream } from '@vestige/random';
import { pretrain, pretrainingSchema } from '@vestige/training';
import type { Work } from '../protocol.ts';
import { CONTEXT_LENGTH, setupNamed } from '../setups.ts';
import { environmentOf, ruleOf } from './environments.ts';

/** How many batches of demonstrations and of prompts there are; steps take them in turn. */
const BATCHES = 8;

/** Trains the base policy of a setup, and writes it and the data that all systems work on. */
export function writeWork(name: string, base: string, work: string): void {
  const setup = setupNamed(name);
  const environment = environmentOf(setup);
  const vocabulary = new Vocabulary(environment.vocabulary);
  const shape = modelSchema.parse({ ...setup.model, contextLength: CONTEXT_LENGTH });
  const model = Transformer.random(shape, vocabulary.size, randomStream(0, 'model'));
  const options = pretrainingSchema.parse({ ...setup.base, batch: setup.trainBatch });
  for (const _ of pretrain(model, environment, options, 0));
  saveCheckpoint(base, model, vocabulary, { pad: TOKENS.pad, bos: TOKENS.bos, eos: TOKENS.eos });
  model.dispose();

  const stream = randomStream(0, 'benchmark');
  const rule = ruleOf(environment);
  const times = <T>(count: number, make: () => T) => Array.from({ length: count }, make);
  const problems = times(BATCHES * setup.rolloutBatch, () => environment.problem(stream));
  const lessons = times(BATCHES * setup.trainBatch, () => environment.demonstration(stream));
  const { format } = environment;
  const data: Work = {
    lessons,
    demonstrations: lessons.map((lesson) => {
      const { prompt, completion } = format.lesson(lesson);
      return [...prompt, ...completion];
    }),
    prompts: problems.map(({ question }) => format.prompt(question, 'think')),
    labels: problems.flatMap(({ labels }) => format.ids(labels[rule]!)),
  };
  writeFileSync(work, JSON.stringify(data));
}
