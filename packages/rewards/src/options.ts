import { z } from 'zod';

export { monitorMeans } from './monitor.ts';

/** At most what float32 holds with room for sums: tables keep what the weights lead to. */
const weight = z.number().min(0).max(1e30);

/** The field `rewards` of a condition: the weight of each part of the reward. Absent parts are off. */
export const rewardsSchema = z.strictObject({
  outcome: weight.default(1).describe('For a well-formed completion with the right answer.'),
  length: weight.default(0).describe('Subtracted for each token of the chain of thought.'),
  monitor: z
    .strictObject({
      penalty: weight.describe('Subtracted when the monitor objects.'),
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
