import { z } from 'zod';
import { cutName } from './interventions/cut.ts';
import { DEFAULT_KINDS, KIND_NAMES } from './interventions/index.ts';

const kinds = z.array(z.enum(KIND_NAMES));
const words = z.array(z.string()).default([]);

const allDiffer = (items: readonly unknown[]) => new Set(items).size === items.length;

/** The field `ablation` of an experiment file. */
export const ablationSchema = z.strictObject({
  prompts: z.number().int().min(2).default(1024).describe('Prompts for the final checkpoint.'),
  checkpointPrompts: z
    .number()
    .int()
    .min(0)
    .default(256)
    .describe('Prompts for each earlier checkpoint; 0 leaves them out.')
    .refine(
      (prompts) => prompts !== 1,
      'expected 0 or at least 2: chains of thought are borrowed from other prompts',
    ),
  interventions: kinds
    .default(DEFAULT_KINDS)
    .describe('Interventions at the final checkpoint, beside `own` and `frozen`.'),
  checkpointInterventions: kinds
    .default([
      'now',
      'cut',
      'filler',
      'shuffle',
      'scramble',
      'drop',
      'swap',
      'flip',
      'force',
      'forbid',
      'substitute',
    ])
    .describe('The same at each earlier checkpoint; by default those for which nothing has to be sampled.'),
  cuts: z
    .array(z.number().min(0).max(1))
    .default([0, 0.25, 0.5, 0.75])
    .describe('Fractions of the chain of thought kept by `cut`, at phrase boundaries.')
    .refine((cuts) => allDiffer(cuts.map(cutName)), 'expected different percentages'),
  phrases: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(8)
    .describe(
      'Most phrases of a chain of thought that `dropEach` and `resampleEach` touch, spread evenly over it.',
    ),
  rollouts: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(2)
    .describe('How often `resampleEach` lets the policy write on from before each of them.'),
  force: words.describe('Words the chain of thought is made to begin with in `force`; none leaves it out.'),
  forbid: words.describe('Words the chain of thought may not use in `forbid`; none leaves it out.'),
  substitute: z
    .record(z.string(), z.string())
    .default({})
    .describe(
      'Words of the chain of thought, each with the word that `substitute` puts in its place; none leaves it out.',
    ),
  readaptation: z
    .array(z.number().int().min(1))
    .default([1, 3, 10, 30])
    .describe(
      'Steps of fine-tuning on empty chains of thought after which the final policy is asked without one; none leaves it out.',
    ),
  readaptationAnswers: z
    .array(z.enum(['own', 'label']))
    .default(['own'])
    .describe(
      'What it is fine-tuned to answer: what it answers after its own chain of thought, or the label.',
    )
    .refine(allDiffer, 'expected each once'),
  readaptationLearningRate: z.number().positive().max(1e30).default(1e-3).describe('Of AdamW, constant.'),
});

/** {@link ablationSchema} with its defaults filled in. */
export type AblationOptions = z.infer<typeof ablationSchema>;
