import { RE2JS } from 're2js';
import { z } from 'zod';

const text = z.string().refine((value) => /[\p{L}\p{N}]/u.test(value), 'expected a word');

/** Regular expressions are RE2's: no look-around and no back-references, and so linear in the length of a text. */
const pattern = z.string().superRefine((source, context) => {
  try {
    RE2JS.compile(source);
  } catch (error) {
    const reason = (error as Error).message;
    context.addIssue({
      code: 'custom',
      message: `expected a regular expression as RE2 takes it (${reason})`,
    });
  }
});

/** What of the rollouts to look at, and how. */
export const reinforcementSchema = z.strictObject({
  where: z
    .enum(['thought', 'response', 'both'])
    .default('thought')
    .describe(
      'Text that is searched. thought: the thought, or the response where nothing says where a thought ends.',
    ),
  minimumShare: z
    .number()
    .gt(0)
    .max(0.5)
    .default(0.01)
    .describe('Share of rollouts of the first, middle or last third of training that a phrase has to be in.'),
  longest: z.number().int().min(1).max(12).default(4).describe('Most words of a phrase that is found.'),
  words: z
    .array(text)
    .default([])
    .describe('Words and phrases to look at besides; case and punctuation do not count.'),
  patterns: z
    .record(text, pattern)
    .default({})
    .describe('Regular expressions to look for besides, in RE2 syntax, by name.'),
  most: z
    .number()
    .int()
    .min(1)
    .max(20_000)
    .default(2000)
    .describe('Most features that are tested; those that vary most are kept, named ones always.'),
  sample: z
    .number()
    .int()
    .min(100)
    .max(200_000)
    .default(20_000)
    .describe('Rollouts in which features are found, and of each third those in which answers are compared.'),
  windows: z
    .number()
    .int()
    .min(3)
    .max(1000)
    .default(50)
    .describe('Most points in time at which the course of a feature is told.'),
  resamples: z.number().int().min(100).default(1000).describe('Bootstrap resamples.'),
  confidence: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
  falseDiscoveries: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.05)
    .describe('Share of features called reinforced that may be so by chance.'),
});

/** {@link reinforcementSchema} with its defaults filled in. */
export type ReinforcementOptions = z.infer<typeof reinforcementSchema>;
