import { nextTokenProbabilities, sample, type Transformer } from '@vestige/model';
import type { WordFormat } from '@vestige/policy';
import {
  type Capability,
  type Finetuning,
  type Lesson,
  type Policy,
  WORD_CAPABILITIES,
  wordPolicy,
} from '@vestige/policy';
import { createOptimizer } from './optimizer.ts';
import { superviseStep } from './supervise.ts';

const OPTIMIZER = { beta1: 0.9, beta2: 0.99, maxGradientNorm: 1 };

/** What a transformer can do as a policy. */
export const TRANSFORMER_CAPABILITIES: ReadonlySet<Capability> = new Set([...WORD_CAPABILITIES, 'finetune']);

/** A transformer as a policy. It stays the caller's, who disposes it. */
export function transformerPolicy(model: Transformer, format: WordFormat, id = 'transformer'): Policy {
  return wordPolicy(
    id,
    {
      write: (prompts, stream, writing) => sample(model, prompts, stream, writing),
      nextTokenProbabilities: (sequences) => nextTokenProbabilities(model, sequences),
    },
    format,
    (lessons, finetuning) => finetune(model, format, id, lessons, finetuning),
  );
}

async function* finetune(
  model: Transformer,
  format: WordFormat,
  id: string,
  lessons: AsyncIterable<readonly Lesson[]>,
  { learningRate }: Finetuning,
): AsyncGenerator<Policy, void, undefined> {
  const copy = model.clone();
  const optimizer = createOptimizer(copy);
  try {
    for await (const batch of lessons) {
      const parts = batch.map((lesson) => format.lesson(lesson));
      superviseStep(
        copy,
        optimizer,
        parts.map(({ prompt }) => prompt),
        parts.map(({ completion }) => completion),
        { ...OPTIMIZER, learningRate },
      );
      yield transformerPolicy(copy, format, id);
    }
  } finally {
    optimizer.dispose();
    copy.dispose();
  }
}
