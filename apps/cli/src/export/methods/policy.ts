import { createEnvironment } from '@vestige/environment';
import type { Base } from '@vestige/experiment';
import type { ModelOptions } from '@vestige/model/options';
import { parameterCount } from '@vestige/model/options';
import { cite, names, type Prose, prose } from './prose.ts';

/** Shape and size of a policy. */
export function policyClauses({ model, environment }: Base): Record<string, Prose> {
  const { vocabulary } = createEnvironment(environment);
  const { layers, width, heads, feedForward = 4 * width, contextLength } = model;
  return {
    shape: prose`the policy is a decoder-only transformer of the shape of GPT-2${cite('radford2019')} with ${counted(layers, 'layer')}, width ${width}, ${counted(heads, 'attention head')}, an MLP of width ${feedForward}, ${positions(model)} and a context of ${contextLength} tokens`,
    size: prose`the policy has a vocabulary of ${vocabulary.length} and ${parameterCount(model, vocabulary.length)} parameters`,
  };
}

function positions({ positions: kind = 'learned', rotaryBase = 10000 }: ModelOptions): Prose {
  return kind === 'learned'
    ? prose`learned positions`
    : prose`rotary positions${cite('su2021')} with base ${rotaryBase}`;
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** How a policy is trained before reinforcement learning. */
export function pretrainingClauses({ rule, pretraining }: Base): Record<string, Prose> {
  const { steps, batch, learningRate, warmup, beta1, beta2, weightDecay, maxGradientNorm } = pretraining;
  return {
    loss: prose`policies were first trained by maximum likelihood on demonstrations, with the loss on the tokens to be generated`,
    steps: prose`pretraining took ${steps} steps of ${batch} fresh demonstrations`,
    optimizer: prose`its optimizer was ${adam(weightDecay)} with betas ${beta1} and ${beta2}, at ${rate(learningRate, warmup, 'steps')} and falls linearly to a tenth of it, with gradients clipped to a norm of ${maxGradientNorm}`,
    rule: prose`the pretrained policy is measured by the rule ${names([rule])}`,
  };
}

/** The optimizer by its right name: with a decay of 0, AdamW is Adam. */
export function adam(weightDecay: number): Prose {
  return weightDecay === 0
    ? prose`Adam${cite('kingma2015')}`
    : prose`AdamW${cite('loshchilov2019')} with weight decay ${weightDecay}`;
}

/** A learning rate up to its peak; the first step has it where there is no warm-up. */
export function rate(peak: number, warmup: number, steps: string): Prose {
  return warmup > 1
    ? prose`a learning rate that rises to ${peak} over ${warmup} ${steps}`
    : prose`a learning rate that begins at ${peak}`;
}
