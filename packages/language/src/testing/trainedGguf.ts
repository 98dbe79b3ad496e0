// biome-ignore-all lint/correctness/noUndeclaredDependencies: the tools of tests belong to the workspace
import { join } from 'node:path';
import { createEnvironment, environmentSchema } from '@vestige/environment';
import { modelSchema, saveCheckpoint, Transformer, useBackend, Vocabulary } from '@vestige/model';
import { readCheckpointFiles } from '@vestige/model/checkpointFiles';
import { ggufOf } from '@vestige/model/gguf';
import { type Context, type Policy, TOKENS } from '@vestige/policy';
import { randomStream } from '@vestige/random';
import { pretrain, pretrainingSchema, transformerPolicy } from '@vestige/training';

/** The environment that the small policy is trained in. */
export const ENVIRONMENT = createEnvironment(environmentSchema.parse({ kind: 'loan', factors: 3 }));

/**
 * Trains a small policy.
 *
 * @param folder where its checkpoint is written
 * @returns the policy, and the same as a GGUF file
 */
export async function trainedGguf(folder: string, positions: 'learned' | 'rotary') {
  await useBackend('wasm');
  const vocabulary = new Vocabulary(ENVIRONMENT.vocabulary);
  const options = modelSchema.parse({ width: 16, layers: 2, heads: 2, contextLength: 48, positions });
  const model = Transformer.random(options, vocabulary.size, randomStream(0, 'model'));
  const settings = pretrainingSchema.parse({ steps: 150, batch: 64, learningRate: 0.01, warmup: 5 });
  for (const _ of pretrain(model, ENVIRONMENT, settings, 0));
  const checkpoint = join(folder, positions);
  saveCheckpoint(checkpoint, model, vocabulary, { pad: TOKENS.pad, bos: TOKENS.bos, eos: TOKENS.eos }, {});
  return {
    policy: transformerPolicy(model, ENVIRONMENT.format),
    gguf: ggufOf(readCheckpointFiles(checkpoint), 'A policy'),
  };
}

/** Contexts in which two runs of one policy are held against each other: each question after its own thought, and after another. */
export async function comparedContexts(policy: Policy, questions: readonly string[]): Promise<Context[]> {
  const written = await policy.write(
    questions.map((question) => ({ question, thought: '' })),
    { until: 'answer', maxTokens: ENVIRONMENT.maxTokens, temperature: 1 },
    randomStream('own'),
  );
  const thoughts = [null, '', 'hmm', 'bad up verdict', ...written.map(({ thought }) => thought)];
  return questions.flatMap((question, i) => [
    { question, thought: written[i]!.thought },
    { question, thought: thoughts[i]! },
  ]);
}
