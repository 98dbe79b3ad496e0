import { z } from 'zod';

/** The field `language` of an experiment file: how policies that were trained elsewhere are run. */
export const languageSchema = z.strictObject({
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
      url: z.url({ protocol: /^https?$/ }).describe('Such as http://127.0.0.1:8000/v1.'),
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
