import { z } from 'zod';
import { budgetSchema } from './budget.ts';

export { type Budget, budgetOf, budgetSchema, type WrittenBudget } from './budget.ts';

const text = z.string().min(1);
const instruction = text.refine((told) => told.includes('{question}'), 'expected {question} in it');
const cue = text.optional().describe('What an answer follows; `Answer:` if absent.');

/** Where a thought begins and ends, as `ThoughtOptions` has it. */
const thoughtsSchema = z.union([
  z.enum(['think', 'harmony', 'gemma', 'mistral', 'reasoning', 'none']),
  z.strictObject({ open: text, close: text }),
]);

/** How an answer is found, as `ExtractionOptions` has it. */
const extractionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('prefix'), cue, until: text.optional() }),
  z.strictObject({ kind: z.literal('letter'), cue, letters: text.optional() }),
  z.strictObject({ kind: z.literal('number'), cue }),
  z.strictObject({ kind: z.literal('pattern'), cue, pattern: text, flags: z.string().optional() }),
  z.strictObject({ kind: z.literal('boxed') }),
  z.strictObject({ kind: z.literal('script'), cue, file: text }),
]);

/** The field `language` of an experiment file: how policies that were trained elsewhere are asked. */
export const languageSchema = z.strictObject({
  template: text
    .nullable()
    .optional()
    .describe(
      'A file with the chat template, Jinja, from the folder of the experiment; null for none, as with a base model; that of the model if absent.',
    ),
  system: text.nullable().optional().describe('What the system message says; null for none.'),
  instruction: instruction
    .optional()
    .describe('What the user says, {question} in it; asks to think step by step, and how to end, if absent.'),
  nowInstruction: instruction.optional().describe('The same where an answer is asked for at once.'),
  thoughts: thoughtsSchema
    .optional()
    .describe('Where a thought begins and ends; recognised by template and vocabulary if absent.'),
  extraction: extractionSchema
    .optional()
    .describe('How an answer is found in what was written; what follows `Answer:` if absent.'),
  temperature: z
    .number()
    .positive()
    .max(100)
    .default(1)
    .describe('At which the model is a policy: all that it writes is sampled so.'),
  contextSize: z
    .number()
    .int()
    .min(16)
    .max(2 ** 24)
    .optional()
    .describe(
      'Tokens that a question with its completion may have; what the model was trained with if absent.',
    ),
  samples: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(8)
    .describe('Draws of an answer, where it cannot be scored.'),
  answerTokens: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(64)
    .describe('Most tokens of an answer that is drawn.'),
  budget: budgetSchema
    .optional()
    .describe(
      'Most tokens, read and written, or most time, such as "2h", of each policy; it stops with the questions that are answered whole.',
    ),
  concurrency: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(8)
    .describe('Requests to a server in flight at once.'),
  timeout: z
    .number()
    .positive()
    .max(1e6)
    .default(300)
    .describe('Seconds that a server may take for a request.'),
  retries: z
    .number()
    .int()
    .min(0)
    .max(1000)
    .default(10)
    .describe('How often a request is sent again that a server refused for now, or lost.'),
  mass: z
    .boolean()
    .default(true)
    .describe(
      'Whether to read off a GGUF file how likely one of the choices is at all; false is faster with one token a choice.',
    ),
  gpu: z
    .boolean()
    .default(false)
    .describe('Whether a GGUF file is run on a graphics processor, where `npm run llama` found one.'),
  threads: z.number().int().min(1).max(1024).default(1).describe('Of a GGUF file in the process.'),
  cache: z
    .enum(['F16', 'F32'])
    .default('F16')
    .describe('Numbers in which a GGUF file in the process keeps keys and values.'),
});

/** {@link languageSchema} with its defaults filled in. */
export type LanguageOptions = z.infer<typeof languageSchema>;

/** Where a policy comes from. */
const source = {
  gguf: z
    .string()
    .min(1)
    .optional()
    .describe('A GGUF file, from the folder of the experiment; it runs in the process.'),
  endpoint: z
    .strictObject({
      url: z
        .url({
          protocol: /^https?$/,
          error: 'expected an address such as http://127.0.0.1:8000/v1',
        })
        .describe('Such as http://127.0.0.1:8000/v1.'),
      model: z.string().min(1).describe('What the server calls it.'),
      key: z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of an environment variable')
        .default('OPENAI_API_KEY')
        .describe('Name of the environment variable that holds the key.'),
    })
    .optional()
    .describe('A server that speaks the protocol of OpenAI.'),
};

const oneSource = 'expected one of gguf, endpoint';
const hasOneSource = ({ gguf, endpoint }: { gguf?: unknown; endpoint?: unknown }) =>
  (gguf === undefined) !== (endpoint === undefined);

const checkpointSchema = z
  .strictObject({ step: z.number().int().min(0).describe('Updates that it had received.'), ...source })
  .refine(hasOneSource, oneSource);

/** A policy that was trained elsewhere, or several of one training by step: a condition of the report. */
export const policySchema = z
  .strictObject({
    description: z.string().default('').describe('One sentence for the report.'),
    rule: z.string().describe('The rule that labels a question; accuracy is agreement with it.'),
    ...source,
    checkpoints: z
      .array(checkpointSchema)
      .min(1)
      .optional()
      .describe(
        'Policies of one training, in rising order of their steps; the last is the one that is judged.',
      ),
    language: languageSchema.prefault({}).describe('What differs from the top-level field of the same name.'),
  })
  .superRefine((policy, context) => {
    const complain = (message: string) => context.addIssue({ code: 'custom', message });
    const sources = [policy.gguf, policy.endpoint, policy.checkpoints].filter((one) => one !== undefined);
    if (sources.length !== 1) complain(`expected exactly one of gguf, endpoint, checkpoints`);
    const steps = policy.checkpoints?.map(({ step }) => step) ?? [];
    if (steps.some((step, i) => i > 0 && step <= steps[i - 1]!)) {
      complain('checkpoints: expected steps in rising order, each once');
    }
  });

/** {@link policySchema} with its defaults filled in. */
export type GivenPolicy = z.infer<typeof policySchema>;

/** Where a policy of a step comes from. */
export type GivenCheckpoint = z.infer<typeof checkpointSchema>;

/** The policies of a training, in rising order of their steps: one of step 0 where there is but one. */
export function checkpointsOfPolicy({
  gguf,
  endpoint,
  checkpoints,
}: GivenPolicy): readonly GivenCheckpoint[] {
  return checkpoints ?? [{ step: 0, ...(gguf !== undefined && { gguf }), ...(endpoint && { endpoint }) }];
}
