import { z } from 'zod';
import { DIFFERENCES, type DifferenceName } from './differences.ts';

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
  different: z
    .enum(Object.keys(DIFFERENCES) as [DifferenceName, ...DifferenceName[]])
    .default('words')
    .describe(
      'When a sentence that was written in the place of another says something else. words: it names other numbers, or shares fewer than half of its words; text: it is another text.',
    ),
  flips: words
    .default('the deciding attribute')
    .describe('What differs in a flipped question, in words that follow "flips".'),
});

/** {@link questionsSchema} with its defaults filled in. */
export type QuestionsOptions = z.infer<typeof questionsSchema>;
