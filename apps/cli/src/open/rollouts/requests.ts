import { SORT_KEYS } from '@vestige/browse';
import { z } from 'zod';

/** Characters of a text that is looked for, of a name; rollouts of a page; steps side by side. */
const LONGEST_TEXT = 2000;
const LONGEST_NAME = 10_000;
const MOST_ROLLOUTS = 100;
const MOST_STEPS = 8;

const text = z.string().max(LONGEST_TEXT);
const name = z.string().max(LONGEST_NAME);
const range = z.tuple([z.number().nullable(), z.number().nullable()]);

/** `POST /rollouts/search`: a page of rollouts. */
export const searchRequest = z.strictObject({
  text: text.optional(),
  where: z.enum(['both', 'thought', 'response']).optional(),
  run: name.optional(),
  kind: z.enum(['train', 'validation']).optional(),
  problem: name.optional(),
  boundary: name.optional(),
  stop: name.optional(),
  right: z.boolean().optional(),
  step: range.optional(),
  reward: range.optional(),
  advantage: range.optional(),
  length: range.optional(),
  sort: z.enum(SORT_KEYS),
  descending: z.boolean(),
  offset: z.int().min(0),
  size: z.int().min(1).max(MOST_ROLLOUTS),
});

/** `POST /rollouts/course`: a problem over training. */
export const courseRequest = z.strictObject({
  problem: z.int().min(0),
  steps: z.array(z.int().nullable()).max(MOST_STEPS),
  offset: z.int().min(0),
  text,
});
