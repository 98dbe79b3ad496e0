import { z } from 'zod';

/** The field `rewards` of a condition: the weight of each part of the reward. Absent parts are off. */
export const rewardsSchema = z.strictObject({
  outcome: z.number().min(0).default(1).describe('For a well-formed completion with the right answer.'),
  length: z.number().min(0).default(0).describe('Subtracted for each token of the chain of thought.'),
  monitor: z
    .strictObject({
      penalty: z.number().min(0).describe('Subtracted when the monitor objects.'),
      words: z
        .array(z.string())
        .min(1)
        .describe(
          'Words of the vocabulary; a trailing * stands for any ending. One of them in the CoT is an objection.',
        ),
    })
    .optional(),
});

/** {@link rewardsSchema} with its defaults filled in. */
export type RewardsOptions = z.infer<typeof rewardsSchema>;
