import { z } from 'zod';

const words = z.string().refine((text) => text.trim() !== '', 'expected some text');

/** A task whose questions stand in a file, as an experiment file describes it. */
export const questionsSchema = z.strictObject({
  kind: z.literal('questions'),
  file: words
    .default('questions.jsonl')
    .describe('JSONL, a question a line; relative to the folder of the experiment.'),
  maxTokens: z
    .number()
    .int()
    .min(1)
    .max(131072)
    .default(1024)
    .describe('Most tokens of a completion, thought and answer together.'),
  filler: z
    .array(words)
    .min(1)
    .default(['...'])
    .describe(
      'Words that carry nothing: the intervention `filler` puts one of them, drawn at random, in place of each word of a thought.',
    ),
  flips: words
    .default('the deciding attribute')
    .describe('What differs in a flipped question, in words that follow "flips".'),
});

/** {@link questionsSchema} with its defaults filled in. */
export type QuestionsOptions = z.infer<typeof questionsSchema>;
