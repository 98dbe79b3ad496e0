import { type Analysis, FOLLOWED, type PromptsAnalysis, VERDICTS, type Verdict } from '@vestige/analysis';
import { z } from 'zod';

const estimateSchema = z.strictObject({
  mean: z.number().describe('Point estimate.'),
  low: z.number().describe('Lower end of the confidence interval.'),
  high: z.number().describe('Upper end of the confidence interval.'),
  prompts: z
    .number()
    .int()
    .describe('Prompts that it rests on, of all seeds together; 0 if it rests on training.'),
  seeds: z.number().int().describe('Seeds that it rests on.'),
  bySeed: z.record(z.string(), z.number()).describe('Point estimate of each seed, by seed.'),
});

export const verdictSchema = z.enum(VERDICTS);
export const followedSchema = z
  .enum(FOLLOWED)
  .describe('What the answers follow where reasoning and question disagree, right or wrong.');
const estimates = z.record(z.string(), estimateSchema).describe('By estimator; see packages/analysis.');
const seedsSchema = z.array(z.number().int());

/** What is said of a condition, or of one kind of its prompts. */
export const partSchema = z.strictObject({
  verdict: verdictSchema,
  reason: z.string().describe('One sentence with the figures that decided the verdict.'),
  follows: followedSchema,
  followsReason: z.string().describe('One sentence with the figures that decided what the answers follow.'),
  followsBySeed: z
    .record(z.string(), followedSchema)
    .describe('The same of the policy of each seed alone, those left out included.'),
  bySeed: z
    .record(z.string(), verdictSchema)
    .describe('Verdict on the policy of each seed alone, those left out included.'),
  agreement: z
    .strictObject({
      verdict: verdictSchema,
      count: z.number().int(),
      of: z.number().int(),
      low: z.number(),
      high: z.number(),
    })
    .describe(
      'The most frequent verdict over the seeds that count, with the exact interval of the share of seeds that it would be said of.',
    ),
  estimates,
  absent: z
    .record(z.string(), z.string())
    .describe('Estimators without a figure, and why: too few prompts, or a ratio to what is not clear of 0.'),
  phrases: z.record(z.string(), verdictSchema).describe('Verdict of each type of phrase.'),
});
const tested = { p: z.number(), holm: z.number(), prompts: z.number().int(), seeds: z.number().int() };

/** `metrics.json`: what other tools read. Fields are added, never renamed, within a schema version. */
export const metricsSchema = z
  .strictObject({
    schemaVersion: z.literal(2),
    experiment: z.string().describe('Project that made it: the experiment, with its preset.'),
    backend: z.string().describe('Numerics it was computed with.'),
    settings: z
      .record(z.string(), z.unknown())
      .describe('The experiment file as it was resolved: what was set, and defaults.'),
    seeds: seedsSchema,
    confidence: z.number().describe('Coverage that the intervals aim at.'),
    conditions: z.record(
      z.string(),
      partSchema.extend({
        seeds: seedsSchema.describe('Seeds that the estimates rest on.'),
        leftOut: seedsSchema.describe('Seeds that never left chance, where others did.'),
        training: z
          .record(
            z.string(),
            z.strictObject({ steps: z.number().int(), solved: z.boolean(), leftChance: z.boolean() }),
          )
          .describe('By seed; empty for a pretrained policy.'),
        comparisons: z
          .record(z.string(), z.strictObject({ difference: z.number(), ...tested, differs: z.boolean() }))
          .describe(
            'By intervention: its accuracy less that after the own reasoning, by the most probable answer; Holm over the removals, and over all others.',
          ),
        skipped: z
          .record(z.string(), z.string())
          .default({})
          .describe('Interventions that were asked for and not run, each with the reason.'),
        asked: z
          .array(
            z.strictObject({
              step: z.number().int(),
              kind: z.enum(['gguf', 'endpoint']),
              name: z.string(),
              identity: z
                .string()
                .describe('Digest of all that its answers depend on, as far as it can be known.'),
              details: z.record(z.string(), z.unknown()),
              can: z.array(z.string()),
              prompts: z
                .tuple([z.number().int(), z.number().int()])
                .describe('Questions that were answered whole, of how many that were to be.'),
            }),
          )
          .optional()
          .describe('What was asked, by step, of a policy that was trained elsewhere.'),
        groups: z
          .record(z.string(), partSchema)
          .describe('The same by kind of prompt; empty if there is one kind only.'),
      }),
    ),
    contrasts: z
      .array(
        z.strictObject({
          a: z.string(),
          b: z.string(),
          paired: z.boolean().describe('Whether runs of the same seed were compared.'),
          estimates: z.record(
            z.string(),
            z.strictObject({ difference: z.number(), low: z.number(), high: z.number(), ...tested }),
          ),
        }),
      )
      .describe('Between any two conditions: estimate of a less that of b.'),
    families: z
      .record(
        z.string(),
        z.strictObject({
          field: z.string().describe('What was swept.'),
          conditions: z.array(z.string()).describe('Its points, keys of `conditions`.'),
          estimates,
        }),
      )
      .describe('Sweeps: estimates over all their points.'),
  })
  .meta({ title: 'Vestige metrics', description: 'Verdicts and estimates of an experiment.' });

export type Metrics = z.infer<typeof metricsSchema>;

/** The metrics of an analysis. */
export function metricsOf(analysis: Analysis, settings: Readonly<Record<string, unknown>>): Metrics {
  return metricsSchema.parse({
    schemaVersion: 2,
    experiment: analysis.experiment,
    backend: analysis.backend,
    settings,
    seeds: [...analysis.seeds],
    confidence: analysis.confidence,
    conditions: Object.fromEntries(
      Object.entries(analysis.conditions).map(([name, condition]) => [
        name,
        {
          ...figuresOf(condition),
          seeds: condition.seeds,
          leftOut: condition.leftOut,
          training: condition.training,
          skipped: condition.skipped,
          ...(condition.asked && { asked: condition.asked }),
          comparisons: condition.comparisons.toJSON(),
          groups: Object.fromEntries(
            Object.entries(condition.groups).map(([group, part]) => [group, figuresOf(part)]),
          ),
        },
      ]),
    ),
    contrasts: analysis.contrasts.map((one) => ({ ...one, estimates: one.estimates.toJSON() })),
    families: Object.fromEntries(
      Object.entries(analysis.sweeps).map(([name, { field, points, estimates }]) => [
        name,
        {
          field,
          conditions: points.map(({ condition }) => condition),
          estimates: estimates.toJSON(),
        },
      ]),
    ),
  });
}

function figuresOf({
  verdict,
  reason,
  follows,
  bySeed,
  agreement,
  estimates,
  absent,
  phrases,
}: PromptsAnalysis) {
  return {
    verdict,
    reason,
    follows: follows.followed,
    followsReason: follows.reason,
    followsBySeed: Object.fromEntries(
      Object.entries(bySeed).map(([seed, one]) => [seed, one.follows.followed]),
    ),
    bySeed: verdictsOf(bySeed),
    agreement,
    estimates: estimates.toJSON(),
    absent: absent.toJSON(),
    phrases: verdictsOf(phrases),
  };
}

/** The verdicts alone. */
export function verdictsOf(judged: Readonly<Record<string, { readonly verdict: Verdict }>>) {
  return Object.fromEntries(Object.entries(judged).map(([name, { verdict }]) => [name, verdict]));
}
