import { sample, Transformer } from '@vestige/model';
import { randomStream } from '@vestige/random';
import { createOptimizer, superviseStep } from '@vestige/training';
import type { SizedWorkload } from '../protocol.ts';
import type { Step } from './step.ts';

const VOCABULARY = 64;
const PROMPT = 8;

/** Steps of a random model on random tokens: the same on every backend. */
export function sizedStep({ task, width, layers, heads, batch, length }: SizedWorkload): Step {
  const model = Transformer.random(
    { width, layers, heads, contextLength: length },
    VOCABULARY,
    randomStream(0, 'model'),
  );
  const stream = randomStream(0, 'sequences');
  const tokens = (count: number) => Array.from({ length: count }, () => stream.integer(VOCABULARY));
  const prompts = Array.from({ length: batch }, () => tokens(PROMPT));
  const rest = length - PROMPT;
  if (task === 'sample') {
    const options = { maxNewTokens: rest, stopToken: -1 };
    return (i) => {
      sample(model, prompts, randomStream(0, 'sampling', i), options);
      return { tokens: batch * rest };
    };
  }
  const completions = Array.from({ length: batch }, () => tokens(rest));
  const optimizer = createOptimizer(model, 'adam');
  return () => {
    const { loss } = superviseStep(model, optimizer, prompts, completions, OPTIONS);
    return { loss, tokens: batch * length };
  };
}

const OPTIONS = { learningRate: 1e-9, maxGradientNorm: 1, weightDecay: 0 };
