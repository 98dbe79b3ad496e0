import { z } from 'zod';

const probability = z.number().min(0).max(1);
/** What float32 holds with room for sums: tables keep the rates, and what the weights lead to. */
const MOST = 1e30;
const rate = z.number().positive().max(MOST);
const weight = z.number().min(0).max(MOST);
/** Below 1: what is divided by 1 - beta. */
const beta = z.number().min(0).lt(1);

/** The field `pretraining` of an experiment file: supervised warm-up on demonstrations, fresh ones each step. */
export const pretrainingSchema = z.strictObject({
  steps: z.number().int().min(1).default(900),
  batch: z.number().int().min(1).default(128).describe('Demonstrations a step.'),
  learningRate: rate.default(2e-3).describe('Peak; falls linearly to a tenth.'),
  warmup: z.number().int().min(0).default(50).describe('Steps of linear warm-up.'),
  beta1: beta.default(0.9),
  beta2: beta.default(0.99),
  weightDecay: weight.default(0).describe('Decoupled, on matrices only.'),
  maxGradientNorm: z.number().positive().default(1),
});

/** {@link pretrainingSchema} with its defaults filled in. */
export type PretrainingOptions = z.infer<typeof pretrainingSchema>;

/** The field `reinforcement` of an experiment file; a condition may override any part of it. */
export const reinforcementSchema = z.strictObject({
  algorithm: z
    .enum(['reinforce', 'rloo', 'grpo', 'ppo'])
    .default('reinforce')
    .describe(
      'reinforce: batch-mean baseline; rloo: leave-one-out; grpo: group mean; ppo: batch mean, clipped ratio.',
    ),
  steps: z.number().int().min(1).default(300).describe('Most updates.'),
  minimumSteps: z
    .number()
    .int()
    .min(0)
    .default(160)
    .describe('A solved policy stops at its first evaluation from here on.'),
  solved: probability.default(0.97).describe('Accuracy two evaluations in a row must reach to stop.'),
  batch: z.number().int().min(2).default(256).describe('Rollouts a step.'),
  groupSize: z.number().int().min(1).default(1).describe('Rollouts of one prompt (rloo, grpo).'),
  temperature: z
    .number()
    .min(1e-3)
    .max(1e3)
    .default(1)
    .describe(
      'Of the rollouts and of evaluations. What is optimised, and what log-probabilities, KL and entropy are of, is the policy at this temperature; interventions sample at 1.',
    ),
  forcedEmpty: probability
    .default(0)
    .describe(
      'Share of the prompts of a batch whose rollouts begin with a </think> put there, without loss on it, and are compared with each other only. Curves tell of the others.',
    ),
  optimizer: z
    .enum(['adam', 'sgd'])
    .default('adam')
    .describe('sgd: without momentum; a step is proportional to the gradient. Beta1 and beta2 are of adam.'),
  learningRate: rate.default(1e-3),
  warmup: z.number().int().min(0).default(10).describe('Steps of linear warm-up.'),
  decay: z.enum(['none', 'linear']).default('none').describe('linear: to 0 at the last of `steps`.'),
  beta1: beta.default(0.9),
  beta2: beta.default(0.99),
  weightDecay: weight.default(0),
  maxGradientNorm: z.number().positive().nullable().default(1).describe('null: gradients are not clipped.'),
  kl: weight.default(0.01).describe('Weight of the exact KL to the pretrained policy, summed over tokens.'),
  entropy: weight.default(0).describe('Weight of the entropy bonus.'),
  normalizeAdvantages: z
    .boolean()
    .default(false)
    .describe(
      'Divide advantages by their standard deviation. Wrecks a CoT after saturation; off by default.',
    ),
  ppo: z
    .strictObject({
      clip: z.number().positive().default(0.2),
      epochs: z.number().int().min(1).default(2),
      minibatches: z.number().int().min(1).default(2),
    })
    .prefault({}),
  evaluateEvery: z
    .number()
    .int()
    .min(1)
    .default(20)
    .describe('Steps between evaluations; each keeps a checkpoint.'),
  evaluationPrompts: z.number().int().min(1).default(256),
  drift: z
    .strictObject({
      words: z.array(z.string()).min(1).describe('Followed each: whether a completion holds it.'),
      probes: z
        .number()
        .int()
        .min(2)
        .default(1024)
        .describe('Completions sampled before a measured update, besides its rollouts.'),
      every: z.number().int().min(1).default(1).describe('Measures the updates 1, 1 + every, ...'),
    })
    .optional()
    .describe(
      'How updates change the log-odds of words: predicted from the policy gradient, and measured. Costs a few updates each time, and changes nothing in the training.',
    ),
});

/** {@link reinforcementSchema} with its defaults filled in. */
export type ReinforcementOptions = z.infer<typeof reinforcementSchema>;
