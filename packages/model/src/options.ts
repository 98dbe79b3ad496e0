import { z } from 'zod';

export { BACKEND_CHOICES, BACKEND_VARIABLE, type BackendChoice } from './backendName.ts';

/** The field `model` of an experiment file: a GPT-2 shaped transformer. */
export const modelSchema = z
  .strictObject({
    width: z.number().int().min(4).default(64).describe('Size of the residual stream (n_embd).'),
    layers: z.number().int().min(1).default(2).describe('Transformer blocks (n_layer).'),
    heads: z.number().int().min(1).default(4).describe('Attention heads (n_head).'),
    feedForward: z
      .number()
      .int()
      .min(4)
      .optional()
      .describe('Size of the MLP (n_inner); 4 x width if absent.'),
    contextLength: z.number().int().min(8).default(64).describe('Positions (n_positions).'),
  })
  .refine((o) => o.width % o.heads === 0, { path: ['heads'], message: 'must divide width' });

/** {@link modelSchema} with its defaults filled in. */
export type ModelOptions = z.infer<typeof modelSchema>;
