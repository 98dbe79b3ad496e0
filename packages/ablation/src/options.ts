import { z } from 'zod';

/** The field `ablation` of an experiment file. */
export const ablationSchema = z.strictObject({
  prompts: z.number().int().min(2).default(1024).describe('Prompts for the final checkpoint.'),
  checkpointPrompts: z
    .number()
    .int()
    .min(0)
    .default(256)
    .describe('Prompts for each earlier checkpoint; 0 leaves them out.'),
  cuts: z
    .array(z.number().min(0).max(1))
    .default([0, 0.25, 0.5, 0.75])
    .describe('Fractions of the chain of thought kept, at phrase boundaries.'),
});

/** {@link ablationSchema} with its defaults filled in. */
export type AblationOptions = z.infer<typeof ablationSchema>;
