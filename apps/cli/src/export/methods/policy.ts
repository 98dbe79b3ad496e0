import { createEnvironment } from '@vestige/environment';
import type { Base } from '@vestige/experiment';
import { type ModelOptions, parameterCount } from '@vestige/model/options';
import { cite, names, type Prose, prose } from './prose.ts';

/** Shape and size of a policy. */
export function policyClauses({ model, environment }: Base): Record<string, Prose> {
  const { vocabulary } = createEnvironment(environment);
  const { layers, width, heads, feedForward = 4 * width, contextLength } = model;
  const parameters = parameterCount(model, vocabulary.length);
  return {
    shape: prose`the policy is a decoder-only transformer of the shape of GPT-2${cite('radford2019')} with ${counted(layers, 'layer')}, width ${width}, ${counted(heads, 'attention head')}, an MLP of width ${feedForward}, ${positions(model)}, a context of ${contextLength} tokens and a vocabulary of ${vocabulary.length}: ${parameters} parameters`,
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
    pretraining: prose`policies were first trained by maximum likelihood on demonstrations, the loss on the tokens to be generated, for ${steps} steps of ${batch} fresh demonstrations, by ${adam(weightDecay)} with betas ${beta1} and ${beta2}, a learning rate that rises to ${learningRate} over ${warmup} steps and falls linearly to a tenth of it, and gradients clipped to a norm of ${maxGradientNorm}`,
    rule: prose`the pretrained policy is measured by the rule ${names([rule])}`,
  };
}

/** The optimizer by its right name: with a decay of 0, AdamW is Adam. */
export function adam(weightDecay: number): Prose {
  return weightDecay === 0
    ? prose`Adam${cite('kingma2015')}`
    : prose`AdamW${cite('loshchilov2019')} with weight decay ${weightDecay}`;
}
