import { z } from 'zod';

export { BACKEND_CHOICES, BACKEND_VARIABLE, type BackendChoice } from './backendName.ts';
export { parameterCount } from './parameters.ts';

/** The field `model` of an experiment file: a transformer of GPT-2's shape, perhaps with rotary positions. */
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
    positions: z
      .enum(['learned', 'rotary'])
      .optional()
      .describe(
        'How positions enter: an embedding of each is added to the token (learned, as in GPT-2), or queries and keys are rotated by angles proportional to them (rotary, as in GPT-NeoX); learned if absent.',
      ),
    rotaryBase: z
      .number()
      .min(1)
      .optional()
      .describe(
        'Base of the angles of rotary positions (theta): the greater, the slower most of them turn; 10000 if absent.',
      ),
  })
  .refine((o) => o.width % o.heads === 0, { path: ['heads'], message: 'must divide width' })
  .refine((o) => o.positions !== 'rotary' || o.width % (2 * o.heads) === 0, {
    path: ['heads'],
    message: 'must divide width into even numbers, for rotary positions',
  })
  .refine((o) => o.positions === 'rotary' || o.rotaryBase === undefined, {
    path: ['rotaryBase'],
    message: 'is of rotary positions only; expected "positions": "rotary" beside it',
  });

/** {@link modelSchema} with its defaults filled in. */
export type ModelOptions = z.infer<typeof modelSchema>;
