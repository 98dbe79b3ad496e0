import { ablationSchema } from '@vestige/ablation/options';
import { analysisSchema } from '@vestige/analysis/options';
import { environmentSchema } from '@vestige/environment';
import { modelSchema } from '@vestige/model/options';
import { rewardsSchema } from '@vestige/rewards';
import { pretrainingSchema, reinforcementSchema } from '@vestige/training/options';
import { z } from 'zod';

const name = z
  .string()
  .regex(/^[a-z][a-z0-9]*$/, 'expected lower-case letters and digits, beginning with a letter');

const conditionSchema = z.strictObject({
  description: z.string().default('').describe('One sentence for the report.'),
  rule: z.string().describe("The environment's rule that labels a prompt; accuracy is agreement with it."),
  rewards: rewardsSchema.prefault({}),
  reinforcement: reinforcementSchema
    .prefault({})
    .describe('What differs from the top-level field of the same name.'),
});

/** An experiment without its presets: what one set of runs does. */
export const experimentSchema = z.strictObject({
  $schema: z.string().optional(),
  name: name.describe('The Nx project; the name of the folder.'),
  title: z.string().min(1),
  claim: z.string().default('').describe('What the experiment puts to the test.'),
  seeds: z.array(z.number().int().min(0)).min(1).default([0, 1, 2]),
  environment: environmentSchema,
  model: modelSchema.prefault({}),
  pretraining: pretrainingSchema.prefault({}),
  reinforcement: reinforcementSchema.prefault({}),
  base: z
    .strictObject({
      description: z.string().default('The pretrained policy, before reinforcement learning.'),
      rule: z.string(),
    })
    .describe('How the pretrained policy is measured: it is the condition `base` of the report.'),
  conditions: z.record(name, conditionSchema).describe('Policies trained by RL from the same base.'),
  ablation: ablationSchema.prefault({}),
  analysis: analysisSchema.prefault({}),
});

/** The whole file: an experiment and named variants of it, each a deep partial of the experiment. */
export const experimentFileSchema = experimentSchema.extend({
  presets: z
    .record(name, z.looseObject({}))
    .default({})
    .describe('Named variants: fields given here replace those above, objects are merged.'),
});

/** A resolved experiment: preset applied, defaults filled in. */
export interface Experiment extends Omit<z.infer<typeof experimentSchema>, '$schema'> {
  /** The preset it was resolved with, if any. */
  readonly preset: string | undefined;
  /** Folder that holds experiment.json. */
  readonly directory: string;
}

/** Name of the condition that is the pretrained policy itself. */
export const BASE = 'base';
