import { ablationSchema } from '@vestige/ablation/options';
import { analysisSchema } from '@vestige/analysis/options';
import { environmentSchema } from '@vestige/environment';
import { languageSchema, policySchema } from '@vestige/language/options';
import { BACKEND_CHOICES, modelSchema } from '@vestige/model/options';
import { questionsSchema } from '@vestige/questions/options';
import { rewardsSchema } from '@vestige/rewards/options';
import { pretrainingSchema, reinforcementSchema } from '@vestige/training/options';
import { z } from 'zod';
import { checkSchema } from './checks.ts';
import { clusterSchema } from './clusterSchema.ts';
import { name } from './name.ts';
import type { Swept } from './swept.ts';

/** Name of the pretrained policy that the top-level fields describe. */
export const BASE = 'base';

/** Seeds stand in int32 columns. */
export const LARGEST_SEED = 2 ** 31 - 1;

const conditionSchema = z.strictObject({
  description: z.string().default('').describe('One sentence for the report.'),
  rule: z.string().describe("The environment's rule that labels a prompt; accuracy is agreement with it."),
  base: name.default(BASE).describe('The pretrained policy it is trained from, and measured in.'),
  rewards: rewardsSchema.prefault({}),
  reinforcement: reinforcementSchema
    .prefault({})
    .describe('What differs from the top-level field of the same name.'),
});

const baseSchema = z.strictObject({
  description: z.string().default('The pretrained policy, before reinforcement learning.'),
  rule: z.string(),
});

/** Another base: what the top-level fields leave open is filled in before it is parsed. */
const namedBaseSchema = baseSchema.extend({
  environment: environmentSchema,
  model: modelSchema.prefault({}),
  pretraining: pretrainingSchema.prefault({}),
});

/** The field `environment`: a closed vocabulary, or a file of questions. */
const taskSchema = z.discriminatedUnion('kind', [...environmentSchema.options, questionsSchema]);

/** {@link taskSchema} with its defaults filled in. */
export type TaskOptions = z.infer<typeof taskSchema>;

/** An experiment without presets and sweeps: what one set of runs does. */
export const experimentSchema = z.strictObject({
  $schema: z.string().optional(),
  name: name.describe('The Nx project; the name of the folder.'),
  title: z.string().min(1),
  claim: z.string().default('').describe('What the experiment puts to the test.'),
  seeds: z.array(z.number().int().min(0).max(LARGEST_SEED)).min(1).default([0, 1, 2]),
  backend: z
    .enum(BACKEND_CHOICES)
    .optional()
    .describe(
      'What policies are computed on, unless --backend or VESTIGE_BACKEND says otherwise; wasm if absent. auto: tensorflow where it is installed and the model is wide, else wasm.',
    ),
  environment: taskSchema,
  model: modelSchema.prefault({}),
  pretraining: pretrainingSchema.prefault({}),
  reinforcement: reinforcementSchema.prefault({}),
  base: baseSchema
    .optional()
    .describe(
      'How the pretrained policy is measured: it is the condition `base` of the report. Absent if nothing is pretrained.',
    ),
  bases: z.record(name, namedBaseSchema).default({}),
  language: languageSchema.prefault({}),
  policies: z
    .record(name, policySchema)
    .default({})
    .describe('Policies that were trained elsewhere, each a condition of the report.'),
  conditions: z
    .record(name, conditionSchema)
    .default({})
    .describe('Policies trained by RL, each from a base.'),
  ablation: ablationSchema.prefault({}),
  analysis: analysisSchema.prefault({}),
  checks: z.array(checkSchema).default([]).describe('What `vestige check` expects of the figures.'),
  cluster: clusterSchema.describe('What `vestige submit` asks a cluster for; no stage reads it.'),
});

/** Named variants, each a deep partial of the experiment. */
const presets = z
  .record(name, z.looseObject({}))
  .default({})
  .describe(
    'Named variants: fields given here replace those above, objects are merged; a base, policy or condition set to null is left out.',
  );

/** {@link experimentSchema} with presets, for the file as it stands. */
export const withPresetsSchema = experimentSchema.extend({ presets });

const sweep = z
  .record(z.string(), z.array(z.unknown()).min(1))
  .optional()
  .describe('One dotted field with its values; expands to entries named with 1, 2, ... appended.');

const overrides = (field: string) =>
  z.looseObject({}).optional().describe(`What differs from the top-level field ${field}.`);

/** The whole file as it is written, sweeps included. */
export const experimentFileSchema = withPresetsSchema.extend({
  bases: z
    .record(
      name,
      baseSchema.extend({
        environment: overrides('environment'),
        model: overrides('model'),
        pretraining: overrides('pretraining'),
        sweep,
      }),
    )
    .optional()
    .describe('Further pretrained policies, each a condition of the report of its own.'),
  conditions: z
    .record(name, conditionSchema.extend({ sweep }))
    .default({})
    .describe('Policies trained by RL, each from a base.'),
});

/** A pretrained policy: how it is made, and how it is measured. */
export interface Base extends z.infer<typeof namedBaseSchema> {
  readonly swept?: Swept;
}

/** A policy trained by RL. */
export interface Condition extends z.infer<typeof conditionSchema> {
  readonly swept?: Swept;
}

/** A resolved experiment: preset applied, sweeps expanded, defaults filled in. */
export interface Experiment
  extends Omit<z.infer<typeof experimentSchema>, '$schema' | 'bases' | 'conditions'> {
  /** Every pretrained policy; `base`, which the fields of the experiment itself describe, is the first, if there is one. */
  readonly bases: Readonly<Record<string, Base>>;
  readonly conditions: Readonly<Record<string, Condition>>;
  /** The preset it was resolved with, if any. */
  readonly preset: string | undefined;
  /** Folder that holds experiment.json. */
  readonly directory: string;
}

/** A resolved experiment that does not know yet where it lies. */
export type Resolved = Omit<Experiment, 'preset' | 'directory'>;
