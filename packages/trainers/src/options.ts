import { z } from 'zod';

/** Names of the programs, and of the conventions, whose rollouts are read. */
export const TRAINERS = [
  'trl',
  'verl',
  'prime-rl',
  'verifiers',
  'nemo-rl',
  'skyrl',
  'inspect',
  'thought-anchors',
  'chat',
  'table',
] as const;

/** One of {@link TRAINERS}. */
export type TrainerName = (typeof TRAINERS)[number];

const text = z.string().min(1);

const pattern = text.refine(isPattern, 'expected a regular expression');

/** Fields of an imported rollout that a column of the source can be taken as, beside `reward_<part>`. */
const MAPPED = [
  'problem',
  'group',
  'question',
  'completion',
  'thought',
  'response',
  'answer',
  'label',
  'reward',
  'advantage',
  'tokens',
  'stop',
  'step',
  'extra',
] as const;

const mapped = z
  .union([z.enum(MAPPED), z.templateLiteral(['reward_', z.string().min(1)])], {
    error: `expected one of ${MAPPED.join(', ')}, reward_<part>`,
  })
  .describe('Field of a rollout; `extra` is what is kept beside, and is no part of the reward.');

/** One of the fields that an option `map` can fill. */
export type MappedField = z.infer<typeof mapped>;

const THOUGHTS = [
  'auto',
  'think',
  'harmony',
  'gemma',
  'mistral',
  'reasoning',
  'harmony-text',
  'none',
] as const;
const ANSWERS = ['auto', 'boxed', 'answer', 'letter', 'number', 'tag', 'none'] as const;

/** How rollouts of other trainers are read. */
export const importOptionsSchema = z.strictObject({
  from: z.enum(TRAINERS).optional().describe('Who wrote them; recognised if absent.'),
  map: z
    .record(text, mapped)
    .default({})
    .describe('What a column of the source is, by its name; `a.b` is the field b of the object a.'),
  weights: z
    .record(text, z.number())
    .default({})
    .describe(
      'Of parts of the reward, by name, where the files have no reward but its parts: it is the sum of each times its weight, 1 if it has none here.',
    ),
  step: z
    .union([z.number().int().min(0), z.strictObject({ pattern })])
    .optional()
    .describe(
      'The step where the source does not say: a number, or a regular expression whose one group holds it in the path of a file.',
    ),
  thought: z
    .union([z.enum(THOUGHTS), z.strictObject({ open: pattern.optional(), close: pattern })], {
      error: `expected ${THOUGHTS.join(', ')}, or regular expressions as { open, close }`,
    })
    .default('auto')
    .describe(
      'How thoughts are marked in completions: a family of models, harmony without its control words, regular expressions of the marks, none, or by what the completions of a file hold.',
    ),
  answer: z
    .union([z.enum(ANSWERS), z.strictObject({ pattern })], {
      error: `expected ${ANSWERS.join(', ')}, or a regular expression as { pattern }`,
    })
    .default('auto')
    .describe(
      'How the answer is found in a response: the last \\boxed{}, what follows `Answer:`, its letter, the last number, <answer></answer>, the one group of a regular expression, or by what the responses of a file hold.',
    ),
});

/** {@link importOptionsSchema} with its defaults filled in. */
export type ImportOptions = z.infer<typeof importOptionsSchema>;

function isPattern(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}
