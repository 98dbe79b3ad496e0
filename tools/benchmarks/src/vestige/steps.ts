import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import type { Environment } from '@vestige/environment';
import { linear } from '@vestige/kernels';
import { loadCheckpoint, sample } from '@vestige/model';
import { randomStream } from '@vestige/random';
import { createReward, rewardsSchema } from '@vestige/rewards';
import { pretrain, pretrainingSchema, reinforce, reinforcementSchema } from '@vestige/training';
import type { ProductWorkload, SizedWorkload, Work, Workload } from '../protocol.ts';
import { setupNamed } from '../setups.ts';
import { environmentOf, ruleOf } from './environments.ts';
import { sizedStep } from './sized.ts';
import type { Step } from './step.ts';

/** More steps than a measurement takes. */
const ENDLESS = 10 ** 6;

export function stepOf(workload: Workload | ProductWorkload | SizedWorkload): Step {
  switch (workload.kind) {
    case 'train':
      return trainStep(workload);
    case 'sample':
      return sampleStep(workload);
    case 'reinforce':
      return reinforceStep(workload, { algorithm: 'reinforce' });
    case 'grpo':
      return reinforceStep(workload, { algorithm: 'grpo', groupSize: workload.groupSize });
    case 'product':
      return productStep(workload);
    case 'sized':
      return sizedStep(workload);
  }
}

function readWork({ work }: Workload): Work {
  return JSON.parse(readFileSync(work, 'utf8')) as Work;
}

/** `pretrain`, on stored demonstrations. */
function trainStep(workload: Workload): Step {
  const { lessons } = readWork(workload);
  const { trainBatch: batch, learningRate } = workload;
  let next = 0;
  const environment: Environment = {
    ...environmentOf(setupNamed(workload.setup)),
    demonstration: () => lessons[next++ % lessons.length]!,
  };
  const { model } = loadCheckpoint(workload.base);
  const options = pretrainingSchema.parse({ steps: ENDLESS, batch, learningRate });
  const updates = pretrain(model, environment, options, 0);
  return (i) => {
    next = i * batch;
    const update = updates.next();
    if (update.done) throw new Error('supervised training has ended');
    const { loss, tokens } = update.value.row;
    return { loss, tokens };
  };
}

function sampleStep(workload: Workload): Step {
  const { prompts } = readWork(workload);
  const { rolloutBatch, stops, task } = workload;
  const { model } = loadCheckpoint(workload.base);
  const options = { maxNewTokens: task.maxNewTokens, stopToken: stops ? task.eos : -1 };
  return (i) => {
    const start = (i * rolloutBatch) % prompts.length;
    const chosen = prompts.slice(start, start + rolloutBatch);
    const sampled = sample(model, chosen, randomStream(0, 'sampling', i), options);
    return { tokens: sampled.reduce((sum, { tokens }) => sum + tokens.length, 0) };
  };
}

function reinforceStep(workload: Workload, algorithm: object): Step {
  const environment = environmentOf(setupNamed(workload.setup));
  const { model: policy } = loadCheckpoint(workload.base);
  const options = reinforcementSchema.parse({
    ...algorithm,
    steps: ENDLESS,
    minimumSteps: ENDLESS,
    evaluateEvery: ENDLESS,
    batch: workload.rolloutBatch,
    learningRate: workload.learningRate,
    kl: workload.task.kl,
  });
  const updates = reinforce(policy, policy.clone(), {
    environment,
    rule: ruleOf(environment),
    reward: createReward(environment, rewardsSchema.parse({})),
    options,
    seed: 0,
  });
  return () => {
    const update = updates.next();
    if (update.done) throw new Error('reinforcement learning has ended');
    const { reward, tokens } = update.value.row;
    return { reward, tokens };
  };
}

function productStep({ size: [rows, depth, columns], times }: ProductWorkload): Step {
  const a = tf.randomNormal<tf.Rank.R2>([rows, depth]);
  const b = tf.randomNormal<tf.Rank.R2>([depth, columns]);
  return () => {
    for (let i = 0; i < times; i++) linear(a, b).dispose();
    return {};
  };
}
